import { RetrievalError } from '../../errors.js';
import type { EmbeddingMatrix } from '../embeddingMatrix.js';

/** Rounding of the numbers of unit vectors. */
export const sameTolerance = 1e-6;

/**
 * Refuses vectors that are all the same: they put no picture before another, so that nothing can be learnt from them. Reads
 * no further than to the first that differs.
 */
export function checkSpread({ data, rows, columns }: EmbeddingMatrix, where: string): void {
  if (rows < 2) return;
  for (let i = columns; i < rows * columns; i++) {
    if (!(Math.abs(data[i]! - data[i % columns]!) <= sameTolerance)) return;
  }
  throw sameVectors(rows, where);
}

/** The error for such vectors. */
export function sameVectors(rows: number, where: string): RetrievalError {
  return new RetrievalError({
    what: 'All gallery vectors are the same, so that they put no picture before another',
    where,
    expected: 'vectors that tell pictures apart',
    found: `${rows} equal rows`,
    fix: 'look at the gallery model, or at the file of its vectors',
    kind: 'data',
  });
}
