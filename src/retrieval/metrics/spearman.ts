import { rankingOrder } from '../ranking/rankingOrder.js';
import { checkScorePair, clampToUnit } from './kendallTau.js';

/**
 * Spearman's rank correlation: Pearson's correlation of the ranks, tied items sharing the mean of their ranks. 0 for a
 * list of equal numbers, which has no order.
 *
 * @param a similarities of the items under one model, `[n]`, `n >= 2`
 * @param b similarities of the same items under the other
 * @throws RetrievalError for lists of unequal length, fewer than two items, or numbers that are not finite.
 */
export function spearman(a: ArrayLike<number>, b: ArrayLike<number>): number {
  checkScorePair(a, b);
  const [ranksA, ranksB] = [centredRanks(a), centredRanks(b)];
  const spread = Math.sqrt(innerProduct(ranksA, ranksA) * innerProduct(ranksB, ranksB));
  return spread === 0 ? 0 : clampToUnit(innerProduct(ranksA, ranksB) / spread);
}

/** Ranks minus their mean; the mean rank is the same with and without ties. */
function centredRanks(scores: ArrayLike<number>): Float64Array {
  const order = rankingOrder(scores);
  const ranks = new Float64Array(order.length);
  const centre = (order.length - 1) / 2;
  for (let first = 0; first < order.length;) {
    let end = first + 1;
    while (end < order.length && scores[order[end]!] === scores[order[first]!]) end++;
    for (let i = first; i < end; i++) ranks[order[i]!] = (first + end - 1) / 2 - centre;
    first = end;
  }
  return ranks;
}

function innerProduct(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
