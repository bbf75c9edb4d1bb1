import { checkRows } from '../../vectors/checks/checkNumbers.js';
import { checkCount, checkFinite, checkLength } from '../../vectors/gallery/checkInput.js';
import { checkScores, scoresOf, type ScoreMatrix } from '../ranking/rankAll.js';
import { rankingOrder } from '../ranking/rankingOrder.js';
import { pairMeasures } from './orderConsistency.js';

/** The gallery model's side of order consistency, which stays while query models are trained. */
export interface GalleryRankings {
  /** Its similarities, `[Q, N]`. */
  scores: ScoreMatrix;
  /** Of each query: gallery rows, best first, as deep as was asked for; without the query itself. */
  top: Int32Array[];
}

/**
 * The best gallery rows of each query, ties by lower row.
 *
 * @param deepest rows to keep, where there are so many
 * @param selfInGallery `[Q]`: the gallery row that is the query itself and is left out, or -1
 * @throws RetrievalError for lists of fewer than two items, and similarities that are not finite.
 */
export function galleryRankings(
  scores: ScoreMatrix,
  deepest: number,
  selfInGallery?: ArrayLike<number>,
): GalleryRankings {
  checkScores(scores, 'the similarities of the gallery model');
  checkCount(deepest, 'deepest', 2);
  if (selfInGallery) {
    checkLength(selfInGallery, scores.rows, 'selfInGallery');
    checkRows(selfInGallery, scores.columns, 'selfInGallery', true);
  }
  const top = Array.from({ length: scores.rows }, (_, query) => {
    const self = selfInGallery?.[query] ?? -1;
    const order = rankingOrder(scoresOf(scores, query));
    const others = self < 0 ? order : order.filter((row) => row !== self);
    checkCount(others.length, 'items per list', 2);
    return others.slice(0, deepest);
  });
  return { scores, top };
}

/**
 * Order consistency of each query at several depths, O(k log k) for the deepest k: what `rankConsistency` tells of it,
 * without its other measures.
 *
 * @param queryScores similarities under the query model, `[Q, N]`
 * @param depths ascending, each at least 2; one past the end of a list takes the whole list
 * @returns `[depths][Q]`
 * @throws RetrievalError for similarities of another number of queries, or that are not finite.
 */
export function orderConsistencies(
  { scores, top }: GalleryRankings,
  queryScores: ScoreMatrix,
  depths: number[],
): Float64Array[] {
  checkLength(queryScores.data, scores.data.length, 'similarities of the query model');
  checkFinite(queryScores.data, 'the similarities of the query model');
  const columns = depths.map(() => new Float64Array(top.length));
  top.forEach((order, query) => {
    const [ofGallery, ofQuery] = [scoresOf(scores, query), scoresOf(queryScores, query)];
    const clipped = depths.map((depth) => Math.min(depth, order.length));
    const { orderConsistency } = pairMeasures(order, ofGallery, ofQuery, clipped);
    orderConsistency.forEach((value, d) => (columns[d]![query] = value));
  });
  return columns;
}
