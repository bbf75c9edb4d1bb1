import { setImmediate } from 'node:timers/promises';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { nearestNeighbours } from '../vectors/nearestNeighbours.js';
import { unitLength } from '../vectors/unitLength.js';
import { checkExponent, checkPlaces, checkVectors } from './checkVectors.js';
import { cosineLists, selfFirst } from './cosineLists.js';
import type { RankedLists } from './types.js';

/** Settings of alpha query expansion. */
export interface ExpansionOptions {
  /** Nearest pictures that are averaged, beside the picture itself; default 10, below N. */
  neighbours?: number;
  /** Power of the similarity that each weighs; default 3; at 0 all weigh the same. */
  alpha?: number;
}

/** Pictures between which other work may run. */
const rowsPerBlock = 256;

/**
 * Each vector with its nearest: `x_i + sum_j max(0, x_i x_j)^alpha x_j` at unit length, over the `neighbours` nearest
 * (Radenović et al. 2019, section 3.3).
 * @param vectors `[N, D]` unit rows
 * @returns `[N, D]` unit rows
 * @throws RetrievalError for rows that are zero, not finite or not of unit length, and for settings out of range.
 */
export async function expandedVectors(
  vectors: EmbeddingMatrix,
  { neighbours = 10, alpha = 3 }: ExpansionOptions = {},
): Promise<EmbeddingMatrix> {
  const { data, rows, columns } = vectors;
  checkPlaces(neighbours, rows - 1, 'neighbours');
  checkExponent(alpha, 'alpha', 0);
  const { indices, scores, length } = await cosineLists(vectors, neighbours + 1);
  const sums = new Float32Array(data);
  for (let row = 0; row < rows; row++) {
    if (row % rowsPerBlock === 0) await setImmediate();
    for (let k = 1; k < length; k++) {
      const weight = Math.max(0, scores![row * length + k]!) ** alpha;
      const from = indices[row * length + k]! * columns;
      for (let d = 0; d < columns; d++) sums[row * columns + d]! += weight * data[from + d]!;
    }
  }
  return unitLength({ data: sums, rows, columns });
}

/**
 * Alpha query expansion (Radenović et al. 2019): the pictures nearest to each expanded vector by cosine. A picture's score
 * for itself is 1; of equal scores the lower row comes first.
 * @param vectors `[N, D]` unit rows
 * @param options `length`: K, 1 to N. `database`: whether the vectors that are searched are expanded too; default not.
 * @throws RetrievalError for rows that are zero, not finite or not of unit length, and for settings out of range.
 * @example
 * const vectors = embeddingMatrix(Float32Array.of(1, 0, 0, 1, 0.6, 0.8), 3, 2);
 * const lists = await queryExpansionLists(vectors, { neighbours: 1, length: 2 });
 * console.log(lists.indices.join(' ')); // 0 2 1 2 2 1
 */
export async function queryExpansionLists(
  vectors: EmbeddingMatrix,
  { database = false, length, ...options }: ExpansionOptions & { database?: boolean; length: number },
): Promise<RankedLists> {
  checkVectors(vectors, length);
  const expanded = await expandedVectors(vectors, options);
  const found = await nearestNeighbours(database ? expanded : vectors, expanded, length);
  return selfFirst(found, vectors.rows, length);
}
