import type { EmbeddingMatrix } from '../../../src/vectors/embeddingMatrix.js';
import { randomSource } from '../../../src/base/randomSource.js';

export function matrixOf(rows: number[][]): EmbeddingMatrix {
  return { data: Float32Array.from(rows.flat()), rows: rows.length, columns: rows[0].length };
}

/** Unit rows of random direction. */
export function randomMatrix(rows: number, columns: number, seed: number): EmbeddingMatrix {
  const random = randomSource(seed);
  return matrixOf(
    Array.from({ length: rows }, () => {
      const vector = Array.from({ length: columns }, () => random.normal());
      const norm = Math.hypot(...vector);
      return vector.map((value) => value / norm);
    }),
  );
}

/** The matrix as a reader of files gives it: one piece after the other. */
export async function* readInPieces(
  matrix: EmbeddingMatrix,
  sizes: number[],
): AsyncGenerator<EmbeddingMatrix> {
  let row = 0;
  for (const rows of sizes) {
    await Promise.resolve();
    const { columns } = matrix;
    yield { data: matrix.data.slice(row * columns, (row + rows) * columns), rows, columns };
    row += rows;
  }
}
