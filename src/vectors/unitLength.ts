import type { EmbeddingMatrix } from './embeddingMatrix.js';

/** Brings every row to Euclidean length 1, in place, and gives the matrix back. Rows of zeros become NaN. */
export function unitLength(matrix: EmbeddingMatrix): EmbeddingMatrix {
  const { data, rows, columns } = matrix;
  for (let row = 0; row < rows; row++) {
    const vector = data.subarray(row * columns, (row + 1) * columns);
    const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    for (let d = 0; d < columns; d++) vector[d]! /= norm;
  }
  return matrix;
}
