import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';

/** `[N]` cosine of each row `[D]` with the same row of the other matrix. */
export function cosines(a: EmbeddingMatrix, b: EmbeddingMatrix): number[] {
  return Array.from({ length: a.rows }, (_, row) => cosineOf(a, b, row));
}

/** Arithmetic mean of `cosines`. */
export function meanCosine(a: EmbeddingMatrix, b: EmbeddingMatrix): number {
  return cosines(a, b).reduce((sum, value) => sum + value, 0) / a.rows;
}

function cosineOf(a: EmbeddingMatrix, b: EmbeddingMatrix, row: number): number {
  let [product, squaresOfA, squaresOfB] = [0, 0, 0];
  for (let at = row * a.columns; at < (row + 1) * a.columns; at++) {
    product += a.data[at]! * b.data[at]!;
    squaresOfA += a.data[at]! ** 2;
    squaresOfB += b.data[at]! ** 2;
  }
  return product / Math.sqrt(squaresOfA * squaresOfB);
}
