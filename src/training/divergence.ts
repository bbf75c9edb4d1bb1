import type { Precision } from '../compute/backend/precision.js';
import { RetrievalError } from '../errors.js';

/** Pictures that an error names; a batch may have hundreds. */
const most = 32;

export interface DivergenceDetails {
  what: 'loss' | 'weights';
  /** Of all steps so far. */
  losses: readonly number[];
  /** Numbers of the training pictures of the last step, and of the one before it. */
  batch: Int32Array;
  before?: Int32Array | undefined;
  nameOf?: ((picture: number) => string) | undefined;
  precision?: Precision | undefined;
}

/** A training whose numbers ended. A gradient that is not finite is seen in the weights, or in the loss of the next step. */
export function divergence({
  what,
  losses,
  batch,
  before,
  nameOf = String,
  precision,
}: DivergenceDetails): RetrievalError {
  const names = (pictures: Int32Array): string =>
    [
      ...Array.from(pictures.subarray(0, most), nameOf),
      ...(pictures.length > most ? [`${pictures.length - most} more`] : []),
    ].join(', ');
  const isLoss = what === 'loss';
  return new RetrievalError({
    what: `The ${what} stopped being finite at step ${losses.length}`,
    where: `a batch with the training pictures ${names(batch)}${before && isLoss ? `; the one before had ${names(before)}` : ''}`,
    found: `${isLoss ? '' : 'losses '}${losses.at(-1)} after ${losses.slice(-4, -1).join(', ')}`,
    fix: `lower the learning rate, lengthen the warm-up or raise the temperature${precision === 'float16' ? '; numbers above 65504 end in float16, not in bfloat16' : ''}`,
  });
}
