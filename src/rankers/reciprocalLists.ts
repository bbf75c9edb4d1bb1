import { setImmediate } from 'node:timers/promises';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { checkPlaces, checkShare, checkVectors } from './checkVectors.js';
import { listsOf } from './listsOf.js';
import { nearestAndLowest } from './nearestAndLowest.js';
import { pairSimilarities } from './pairSimilarities.js';
import { reciprocalSets } from './reciprocalSets.js';
import { type SparseRows, SparseRowsBuilder, transposed } from './sparseRows.js';
import type { RankedLists } from './types.js';

/** Settings of k-reciprocal re-ranking, with the names of the paper. */
export interface ReciprocalOptions {
  /** Neighbours that have to name each other; default 20, below N. */
  k1?: number;
  /** Neighbourhoods that are averaged, the picture's own included; default 6, up to N; 1 for none but its own. */
  k2?: number;
  /** Share of the distance itself beside that of the neighbourhoods, 0 to 1; default 0.3. */
  lambda?: number;
  /** K, places of each list, 1 to N. */
  length: number;
}

/** Where all pictures are the same none is far. */
const smallestDistance = 1e-12;

/** Pictures between which other work may run. */
const rowsPerBlock = 256;

/**
 * k-reciprocal re-ranking (Zhong et al. 2017): pictures that share their neighbours come first. With the cosine `S`,
 * `d_ij = (1 - S_ij) / max_k (1 - S_ik)` and, of the expanded reciprocal sets, `V_ij = exp(-d_ij)` brought to sum 1 and
 * averaged over the `k2` nearest, the score is `1 - ((1 - lambda) J_ij + lambda d_ij)`, where
 * `J_ij = 1 - m / (2 - m)`, `m = sum_k min(V_ik, V_jk)`. A picture's score for itself is 1; of equal scores the higher
 * cosine comes first, then the lower row.
 *
 * The first K are exact though no N x N table is kept: pictures that share nothing have `J = 1`, so of them the nearest
 * come first, and the K nearest of all contain these.
 * @param vectors `[N, D]` unit rows
 * @throws RetrievalError for rows that are zero, not finite or not of unit length, and for settings out of range.
 * @example
 * const vectors = embeddingMatrix(Float32Array.of(1, 0, 0.96, 0.28, 0, 1, 0.28, 0.96), 4, 2);
 * const lists = await reciprocalLists(vectors, { k1: 1, k2: 1, length: 2 });
 * console.log(lists.indices.join(' ')); // 0 1 1 0 2 3 3 2
 */
export async function reciprocalLists(
  vectors: EmbeddingMatrix,
  { k1 = 20, k2 = 6, lambda = 0.3, length }: ReciprocalOptions,
): Promise<RankedLists> {
  checkVectors(vectors, length);
  const { rows } = vectors;
  checkPlaces(k1, rows - 1, 'k1');
  checkPlaces(k2, rows, 'k2');
  checkShare(lambda, 'lambda');
  const { nearest, lowest } = await nearestAndLowest(vectors, Math.max(length, k1 + 1, k2));
  const farthest = lowest.map((cosine) => Math.max(1 - cosine, smallestDistance));
  const own = weightedSets(reciprocalSets(nearest, k1), nearest, vectors, farthest);
  const neighbourhoods = await averaged(own, nearest, k2);
  const overlapsOf = overlaps(neighbourhoods);
  const similaritiesOf = pairSimilarities(vectors, nearest);
  const scores = new Float64Array(rows);

  return listsOf(rows, length, (row) => {
    const { shared, others: overlapping } = overlapsOf(row);
    const list = nearest.indices.subarray(row * nearest.length, (row + 1) * nearest.length);
    const others = Int32Array.from(new Set([...overlapping, ...list]));
    const cosines = similaritiesOf(row, others);
    for (const other of others) {
      const distance = Math.max(0, 1 - cosines[other]!) / farthest[row]!;
      const jaccard = 1 - shared[other]! / (2 - shared[other]!);
      scores[other] = 1 - ((1 - lambda) * jaccard + lambda * distance);
    }
    return { others, scores, ties: cosines };
  });
}

/** The sets with the weights `exp(-d)`, brought to sum 1. */
function weightedSets(
  sets: readonly Int32Array[],
  nearest: RankedLists,
  vectors: EmbeddingMatrix,
  farthest: Float32Array,
): SparseRows {
  const rows = new SparseRowsBuilder(sets.length);
  const similaritiesOf = pairSimilarities(vectors, nearest);
  sets.forEach((set, row) => {
    const cosines = similaritiesOf(row, set);
    const weights = Float64Array.from(set, (other) =>
      Math.exp(-Math.max(0, 1 - cosines[other]!) / farthest[row]!),
    );
    const sum = weights.reduce((all, weight) => all + weight, 0);
    rows.add(
      set,
      weights.map((weight) => weight / sum),
    );
  });
  return rows.done();
}

/** Each row replaced by the mean of those of the `count` nearest. */
async function averaged(sets: SparseRows, nearest: RankedLists, count: number): Promise<SparseRows> {
  const rows = nearest.rows;
  const means = new SparseRowsBuilder(rows);
  const sums = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    if (row % rowsPerBlock === 0) await setImmediate();
    const touched: number[] = [];
    for (let k = 0; k < count; k++) {
      const other = nearest.indices[row * nearest.length + k]!;
      for (let i = sets.starts[other]!; i < sets.starts[other + 1]!; i++) {
        const at = sets.indices[i]!;
        if (sums[at] === 0) touched.push(at);
        sums[at]! += sets.weights[i]! / count;
      }
    }
    const columns = Int32Array.from(touched).sort();
    means.add(
      columns,
      Float64Array.from(columns, (column) => sums[column]!),
    );
    for (const at of touched) sums[at] = 0;
  }
  return means.done();
}

/** What each row shares with others, `sum_k min(V_ik, V_jk)`, by way of the columns; held until the next call. */
function overlaps(rows: SparseRows) {
  const columns = transposed(rows);
  const shared = new Float64Array(rows.starts.length - 1);
  let others: number[] = [];
  return (row: number) => {
    for (const other of others) shared[other] = 0;
    others = [];
    for (let i = rows.starts[row]!; i < rows.starts[row + 1]!; i++) {
      const column = rows.indices[i]!;
      const weight = rows.weights[i]!;
      for (let j = columns.starts[column]!; j < columns.starts[column + 1]!; j++) {
        const other = columns.indices[j]!;
        if (shared[other] === 0) others.push(other);
        shared[other]! += Math.min(weight, columns.weights[j]!);
      }
    }
    return { shared, others };
  };
}
