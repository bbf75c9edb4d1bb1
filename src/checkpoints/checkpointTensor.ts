/** A tensor of a checkpoint file, dense and in row-major order. */
export interface CheckpointTensor {
  shape: number[];
  data: Float32Array;
}

/** The float tensors of a checkpoint by name. */
export type Checkpoint = Map<string, CheckpointTensor>;

/** Highest number of axes that is read. */
const mostAxes = 8;

/** Whether `value` is a usable shape of at most `limit` elements. */
export function isShape(value: unknown, limit: number): value is number[] {
  if (!Array.isArray(value) || value.length > mostAxes) return false;
  let elements = 1;
  for (const size of value as unknown[]) {
    if (!Number.isSafeInteger(size) || (size as number) < 0) return false;
    elements *= size as number;
    if (elements > limit) return false;
  }
  return true;
}

/** Number of elements of a shape. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
