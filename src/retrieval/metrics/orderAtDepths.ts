import { checkRows } from '../../vectors/checks/checkNumbers.js';
import { checkCount, checkFinite, checkLength } from '../../vectors/gallery/checkInput.js';
import { gather, rankingOrder } from '../ranking/rankingOrder.js';
import { pairMeasuresOfTop } from './orderConsistency.js';

/** The gallery model's first rows of one query, its side of order consistency, which stays while query models are trained. */
export interface TopRanking {
  /** Best first, without the query itself. */
  rows: Int32Array;
  /** Their similarities under the gallery model. */
  scores: Float64Array;
  galleryRows: number;
}

/**
 * The best gallery rows of one query, ties by lower row.
 *
 * @param scores similarities under the gallery model, `[N]`
 * @param deepest rows to keep, where there are so many
 * @param self the gallery row that is the query itself and is left out, or -1
 * @throws RetrievalError for lists of fewer than two items, and similarities that are not finite.
 */
export function topRanking(scores: ArrayLike<number>, deepest: number, self = -1): TopRanking {
  checkFinite(scores, 'the similarities of the gallery model');
  checkCount(deepest, 'deepest', 2);
  checkRows([self], scores.length, 'selfInGallery', true);
  const order = rankingOrder(scores);
  const others = self < 0 ? order : order.filter((row) => row !== self);
  checkCount(others.length, 'items per list', 2);
  const rows = others.slice(0, deepest);
  return { rows, scores: gather(scores, rows), galleryRows: scores.length };
}

/** Order consistency at several depths, gathered query by query: what `rankConsistency` tells of it, without its other measures. */
export interface OrderTable {
  /** `[depths][Q]` */
  columns: Float64Array[];
  /**
   * O(k log k) for the deepest k.
   *
   * @param top of the same query, as deep as the deepest depth or the whole list
   * @param queryScores similarities under the query model, `[N]`
   * @throws RetrievalError for similarities of another gallery, or that are not finite.
   */
  add(query: number, top: TopRanking, queryScores: ArrayLike<number>): void;
}

/** @param depths ascending, each at least 2; one past the end of a list takes the whole list */
export function orderTable(queries: number, depths: number[]): OrderTable {
  const columns = depths.map(() => new Float64Array(queries));
  return {
    columns,
    add(query, top, queryScores) {
      checkLength(queryScores, top.galleryRows, 'similarities of the query model');
      checkFinite(queryScores, 'the similarities of the query model');
      const clipped = depths.map((depth) => Math.min(depth, top.rows.length));
      const ofQuery = gather(queryScores, top.rows.subarray(0, clipped.at(-1) ?? 0));
      const { orderConsistency } = pairMeasuresOfTop(top.scores, ofQuery, clipped);
      orderConsistency.forEach((value, d) => (columns[d]![query] = value));
    },
  };
}
