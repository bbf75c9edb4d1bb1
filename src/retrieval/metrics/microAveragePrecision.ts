import { checkLength } from '../../vectors/gallery/checkInput.js';

/** The results of all queries as one list. */
export interface PooledResults {
  /** Scores of the results of all queries, in any order. */
  scores: Float32Array;
  /** Whether each of them is right, 1 or 0. */
  right: Uint8Array;
  /** Right pairs that there are, those that no result names included. */
  positives: number;
}

/**
 * Micro-averaged precision (Perronnin et al. 2009): average precision of one list of the results of all queries by their
 * scores, as one threshold for all of them sees it; high only where the scores of different queries can be compared.
 *
 * @returns in [0, 1]; equal scores count as their mean over all orders' blocks: right and wrong ones enter together. NaN
 * without positives.
 * @throws RetrievalError for lists of unequal length.
 * @example
 * const pooled = { scores: Float32Array.of(0.9, 0.8, 0.7), right: Uint8Array.of(1, 0, 1), positives: 2 };
 * console.log(microAveragePrecision(pooled).toFixed(3)); // 0.833
 */
export function microAveragePrecision({ scores, right, positives }: PooledResults): number {
  checkLength(right, scores.length, 'right');
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]!);
  let [sum, found, place] = [0, 0, 0];
  while (place < order.length) {
    const score = scores[order[place]!]!;
    let hits = 0;
    for (; place < order.length && scores[order[place]!] === score; place++) hits += right[order[place]!]!;
    found += hits;
    sum += (hits * found) / place;
  }
  return sum / positives;
}
