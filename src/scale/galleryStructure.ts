import { RetrievalError } from '../errors.js';
import { checkLabels } from '../vectors/checks/checkNumbers.js';
import { checkFilled, checkFinite } from '../vectors/gallery/checkInput.js';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';

/**
 * How vectors of a gallery lie: the centres of its clusters, and the vectors around them. The scatter of the centres is
 * known for each dimension by itself, so that vectors should lie along principal axes.
 */
export interface GalleryStructure {
  /** D, numbers of a vector. */
  dimension: number;
  /** `[D]` */
  mean: Float64Array;
  /** `[D]` standard deviation of the clusters' centres. */
  between: Float64Array;
  clusters: readonly {
    /** `[D]`, the mean of its vectors. */
    centre: Float64Array;
    /** `[n, D]`, its vectors less that. */
    residuals: EmbeddingMatrix;
  }[];
}

/**
 * Measures the structure of labelled vectors. The scatter of the centres comes from an analysis of variance of each
 * dimension: centres are known only up to the mean of their vectors, whose own scatter is taken off (Searle, Casella and
 * McCulloch 1992, for clusters of unequal size).
 *
 * @param vectors `[N, D]`
 * @param labels `[N]` numbers of the clusters
 * @throws RetrievalError for fewer than two clusters, or as many as vectors
 */
export function galleryStructure(vectors: EmbeddingMatrix, labels: ArrayLike<number>): GalleryStructure {
  const { data, rows, columns } = vectors;
  checkFilled(vectors, 'vectors');
  checkFinite(data, 'vectors', 'A vector');
  checkLabels(labels, rows, 'labels');
  const rowsOf = new Map<number, number[]>();
  for (let row = 0; row < rows; row++) {
    const own = rowsOf.get(labels[row]!);
    if (own) own.push(row);
    else rowsOf.set(labels[row]!, [row]);
  }
  checkClusters(rowsOf.size, rows);
  const mean = meanOf(
    vectors,
    Array.from({ length: rows }, (_, row) => row),
  );
  const groups = [...rowsOf.values()].map((own) => around(vectors, own));
  const [within, between] = [new Float64Array(columns), new Float64Array(columns)];
  for (const { centre, residuals } of groups) {
    residuals.data.forEach((value, i) => (within[i % columns]! += value ** 2));
    for (let d = 0; d < columns; d++) between[d]! += residuals.rows * (centre[d]! - mean[d]!) ** 2;
  }
  // What a cluster weighs in the sum between clusters, were all of one size.
  const squares = groups.reduce((sum, { residuals }) => sum + residuals.rows ** 2, 0);
  const evenSize = (rows - squares / rows) / (groups.length - 1);
  return {
    dimension: columns,
    mean,
    between: between.map((sum, d) => {
      const inside = within[d]! / (rows - groups.length);
      return Math.sqrt(Math.max(0, (sum / (groups.length - 1) - inside) / evenSize));
    }),
    clusters: groups,
  };
}

function meanOf({ data, columns }: EmbeddingMatrix, rows: readonly number[]): Float64Array {
  const mean = new Float64Array(columns);
  for (const row of rows)
    for (let d = 0; d < columns; d++) mean[d]! += data[row * columns + d]! / rows.length;
  return mean;
}

function around(vectors: EmbeddingMatrix, rows: readonly number[]) {
  const { data, columns } = vectors;
  const centre = meanOf(vectors, rows);
  const residuals = new Float32Array(rows.length * columns);
  rows.forEach((row, n) => {
    for (let d = 0; d < columns; d++) residuals[n * columns + d] = data[row * columns + d]! - centre[d]!;
  });
  return { centre, residuals: { data: residuals, rows: rows.length, columns } };
}

function checkClusters(clusters: number, rows: number): void {
  if (clusters >= 2 && clusters < rows) return;
  throw new RetrievalError({
    what: 'The vectors have no structure of clusters',
    where: 'labels',
    expected: 'at least two labels, and one that several vectors share',
    found: `${clusters} labels of ${rows} vectors`,
  });
}
