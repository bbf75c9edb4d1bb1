import { RetrievalError } from '../errors.js';
import type { Photo } from '../images/decodePhoto.js';
import type { PhotoModel } from './photoModel.js';

/** Names the picture that the network failed on: some networks take none below a certain size. */
export function modelFailure(
  cause: unknown,
  { width, height, place }: Photo & { place: number },
  photos: readonly { id: string }[],
  { name }: PhotoModel,
): unknown {
  if (cause instanceof RetrievalError) return cause;
  return new RetrievalError({
    what: 'The model failed on a picture',
    where: `${name}, picture ${photos[place]!.id}, ${width} x ${height} pixels`,
    found: cause instanceof Error ? cause.message : String(cause),
    fix: 'leave out pictures that are too small for the network; with too little memory take a smaller batch or side',
    cause,
  });
}

export function checkLength(vector: Float32Array, { id }: { id: string }, { name }: PhotoModel): void {
  const square = vector.reduce((sum, value) => sum + value * value, 0);
  if (Math.abs(square - 1) < 1e-2) return;
  throw new RetrievalError({
    what: 'The model gave a vector that has no direction',
    where: `${name}, picture ${id}`,
    expected: 'a unit vector',
    found: `length ${Math.sqrt(square)}`,
    fix: 'check the weights of the model and the size of the picture',
  });
}
