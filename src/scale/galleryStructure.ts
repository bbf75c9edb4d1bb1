import { RetrievalError } from '../errors.js';
import { checkLabels } from '../vectors/checks/checkNumbers.js';
import { checkFilled, checkFinite } from '../vectors/gallery/checkInput.js';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';

/**
 * How vectors of a gallery lie: around centres of clusters that scatter around a mean, by as much as each dimension of the
 * real ones does. Dimensions are independent, so that vectors should lie along principal axes.
 */
export interface GalleryStructure {
  /** D, numbers of a vector. */
  dimension: number;
  /** `[D]` */
  mean: readonly number[];
  /** `[D]` standard deviation of the clusters' centres. */
  between: readonly number[];
  /** `[D]` standard deviation of vectors around the centre of their cluster. */
  within: readonly number[];
  /** Vectors of each cluster; sizes are drawn from these. */
  sizes: readonly number[];
}

/**
 * Measures the structure of labelled vectors by an analysis of variance of each dimension: centres are known only up to
 * the mean of their vectors, whose own scatter is taken off (Searle, Casella and McCulloch 1992, for clusters of unequal
 * size).
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
  const clusters = new Map<number, { count: number; sum: Float64Array }>();
  const mean = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    const cluster = clusters.get(labels[row]!) ?? { count: 0, sum: new Float64Array(columns) };
    clusters.set(labels[row]!, cluster);
    cluster.count++;
    for (let d = 0; d < columns; d++) {
      cluster.sum[d]! += data[row * columns + d]!;
      mean[d]! += data[row * columns + d]! / rows;
    }
  }
  const groups = clusters.size;
  if (groups < 2 || groups === rows) {
    throw new RetrievalError({
      what: 'The vectors have no structure of clusters',
      where: 'labels',
      expected: 'at least two labels, and one that several vectors share',
      found: `${groups} labels of ${rows} vectors`,
    });
  }
  const sizes = [...clusters.values()].map(({ count }) => count);
  const within = new Float64Array(columns);
  const between = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    const { count, sum } = clusters.get(labels[row]!)!;
    for (let d = 0; d < columns; d++) within[d]! += (data[row * columns + d]! - sum[d]! / count) ** 2;
  }
  for (const { count, sum } of clusters.values())
    for (let d = 0; d < columns; d++) between[d]! += count * (sum[d]! / count - mean[d]!) ** 2;
  // What a cluster weighs in the sum between clusters, were all of one size.
  const evenSize = (rows - sizes.reduce((all, size) => all + size ** 2, 0) / rows) / (groups - 1);
  const deviations = { within: [] as number[], between: [] as number[] };
  for (let d = 0; d < columns; d++) {
    const inside = within[d]! / (rows - groups);
    deviations.within.push(Math.sqrt(inside));
    deviations.between.push(Math.sqrt(Math.max(0, (between[d]! / (groups - 1) - inside) / evenSize)));
  }
  return { dimension: columns, mean: [...mean], ...deviations, sizes };
}
