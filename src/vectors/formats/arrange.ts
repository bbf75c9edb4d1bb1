import { embeddingMatrix, type EmbeddingMatrix } from '../embeddingMatrix.js';

/** How the numbers of a two-dimensional array follow each other in a file. */
export interface Arrangement {
  /** As the file names them. */
  shape: readonly [rows: number, columns: number];
  /** Whether a column's numbers lie together (Fortran, MATLAB) instead of a row's. */
  columnMajor: boolean;
}

/** Whether the array's rows, or its columns if they are the images, lie together number by number. */
export function vectorsLieTogether({ columnMajor }: Arrangement, transpose: boolean): boolean {
  return columnMajor === transpose;
}

/** Number of vectors and numbers of each: `[N, D]`. */
export function vectorShape(
  { shape }: Pick<Arrangement, 'shape'>,
  transpose: boolean,
): [rows: number, columns: number] {
  return transpose ? [shape[1], shape[0]] : [shape[0], shape[1]];
}

/**
 * The array as one vector per row.
 *
 * @param transpose whether the vectors are the array's columns.
 * @returns `[N, D]`: the numbers where they lie if each vector's lie together, else a rearranged copy.
 */
export function arrangeVectors(
  data: Float32Array,
  arrangement: Arrangement,
  transpose: boolean,
): EmbeddingMatrix {
  const [rows, columns] = vectorShape(arrangement, transpose);
  if (vectorsLieTogether(arrangement, transpose)) return embeddingMatrix(data, rows, columns);
  const arranged = new Float32Array(data.length);
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) arranged[row * columns + column] = data[column * rows + row]!;
  }
  return embeddingMatrix(arranged, rows, columns);
}
