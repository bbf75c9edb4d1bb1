import type { EmbeddingMatrix } from '../../vectors/embeddingMatrix.js';

/** Mean of each column, `[D]`. */
export function columnMeans({ data, rows, columns }: EmbeddingMatrix): Float64Array {
  const means = new Float64Array(columns);
  for (let i = 0; i < data.length; i++) means[i % columns]! += data[i]! / rows;
  return means;
}

/** Rows less the column means. */
export function centreRows(matrix: EmbeddingMatrix): Float64Array {
  const means = columnMeans(matrix);
  return Float64Array.from(matrix.data, (value, i) => value - means[i % matrix.columns]!);
}

/** Rows less the mean of the rows with the same label. */
export function centreWithinLabels(matrix: EmbeddingMatrix, labels: ArrayLike<number>): Float64Array {
  const { data, columns } = matrix;
  const sums = new Map<number, { count: number; sum: Float64Array }>();
  const groupOf = (i: number) => sums.get(labels[Math.floor(i / columns)]!)!;
  for (let row = 0; row < matrix.rows; row++) {
    const group = sums.get(labels[row]!) ?? { count: 0, sum: new Float64Array(columns) };
    group.count++;
    for (let c = 0; c < columns; c++) group.sum[c]! += data[row * columns + c]!;
    sums.set(labels[row]!, group);
  }
  return Float64Array.from(data, (value, i) => value - groupOf(i).sum[i % columns]! / groupOf(i).count);
}

/** `X^T X / N` of rows that are centred already: symmetric `[D, D]`, row-major. */
export function covariance(centred: Float64Array, columns: number): Float64Array {
  const rows = centred.length / columns;
  const result = new Float64Array(columns * columns);
  for (let start = 0; start < centred.length; start += columns) {
    const row = centred.subarray(start, start + columns);
    for (let i = 0; i < columns; i++) {
      const factor = row[i]! / rows;
      if (factor === 0) continue;
      const at = i * columns;
      for (let j = i; j < columns; j++) result[at + j]! += factor * row[j]!;
    }
  }
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < i; j++) result[i * columns + j] = result[j * columns + i]!;
  }
  return result;
}

/** Mean of the diagonal of a `[D, D]` matrix. */
export function meanVariance(matrix: Float64Array, columns: number): number {
  let sum = 0;
  for (let i = 0; i < columns; i++) sum += matrix[i * columns + i]!;
  return sum / columns;
}
