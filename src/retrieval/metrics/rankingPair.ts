import { checkRows } from '../../vectors/checks/checkNumbers.js';
import { checkLength } from '../../vectors/gallery/checkInput.js';
import { rankingOrder } from '../ranking/rankingOrder.js';
import { checkScorePair } from './kendallTau.js';

/** One query's gallery as both models see it. */
export interface RankingPair {
  /** Similarities under the gallery model, `[n]`. */
  galleryScores: Float64Array;
  /** Similarities under the query model, `[n]`. */
  queryScores: Float64Array;
  /** Rows, the gallery model's best first. */
  galleryOrder: Int32Array;
  /** Rows, the query model's best first. */
  queryOrder: Int32Array;
}

/**
 * @param self gallery row that is the query itself and is left out, or -1
 * @throws RetrievalError for lists of unequal length, fewer than two items, or numbers that are not finite.
 */
export function rankingPair(
  galleryScores: ArrayLike<number>,
  queryScores: ArrayLike<number>,
  self = -1,
): RankingPair {
  checkLength(queryScores, galleryScores.length, 'similarities of the query model');
  checkRows([self], galleryScores.length, 'selfInGallery', true);
  const [g, s] = [without(galleryScores, self), without(queryScores, self)];
  checkScorePair(g, s);
  return { galleryScores: g, queryScores: s, galleryOrder: rankingOrder(g), queryOrder: rankingOrder(s) };
}

function without(scores: ArrayLike<number>, left: number): Float64Array {
  const all = new Float64Array(scores);
  if (left < 0) return all;
  all.copyWithin(left, left + 1);
  return all.subarray(0, -1);
}
