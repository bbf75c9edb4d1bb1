import type { EmbeddingMatrix } from './embeddingMatrix.js';

/**
 * How far unit vectors lie apart: 1 minus the squared length of their mean, which is 1 minus the mean cosine of all pairs. 0
 * when all are the same; NaN when a number is not finite.
 */
export function spread({ data, rows, columns }: EmbeddingMatrix): number {
  const mean = new Float64Array(columns);
  for (let i = 0; i < data.length; i++) mean[i % columns]! += data[i]! / rows;
  return 1 - mean.reduce((sum, value) => sum + value * value, 0);
}
