import { averagePrecisionAt } from '../retrieval/metrics/averagePrecision.js';
import { orderConsistency } from '../retrieval/metrics/orderConsistency.js';
import type { IndexResult } from './types.js';

/** What is right for each query, by rows of the index. */
export type IndexRelevance = readonly {
  /** Rows that are right; where there are none, the query has no average precision. */
  positives: ReadonlySet<number>;
  /** Rows that are left out of its list, such as that of the query itself. */
  ignored: ReadonlySet<number>;
}[];

/** What was found for one query, best first. */
export interface ResultList {
  rows: readonly number[];
  scores: readonly number[];
}

/** What lists of results are worth, means over queries. */
export interface ListQuality {
  recall: number;
  orderConsistency: number;
  orderOfGalleryModel?: number;
  map?: number;
}

/** Below every cosine: where what is not found stands. */
const notFound = -2;

/** The lists of a search, at most `k` long, without what is left out. */
export function listsOf(found: IndexResult, k: number, relevance?: IndexRelevance): ResultList[] {
  return Array.from({ length: found.rows.length / found.k }, (_, query) => {
    const places = Array.from({ length: found.k }, (_place, n) => query * found.k + n)
      .filter((at) => found.rows[at]! >= 0 && !relevance?.[query]?.ignored.has(found.rows[at]!))
      .slice(0, k);
    return { rows: places.map((at) => found.rows[at]!), scores: places.map((at) => found.scores[at]!) };
  });
}

/**
 * Holds lists against those of exact search.
 *
 * @param exact lists of the same queries by exact search
 * @param ofModel lists of the gallery model's own queries by exact search
 */
export function listQuality(
  lists: readonly ResultList[],
  exact: readonly ResultList[],
  ofModel: readonly ResultList[] | undefined,
  k: number,
  relevance?: IndexRelevance,
): ListQuality {
  const precisions = relevance?.flatMap(({ positives }, query) =>
    positives.size === 0 ? [] : [precisionOf(lists[query]!, positives, k)],
  );
  return {
    recall: meanOf(lists.map((list, query) => shareFound(list, exact[query]!))),
    orderConsistency: meanOf(lists.map((list, query) => orderKept(list, exact[query]!))),
    ...(ofModel && {
      orderOfGalleryModel: meanOf(lists.map((list, query) => orderKept(list, ofModel[query]!))),
    }),
    ...(precisions && precisions.length > 0 && { map: meanOf(precisions) }),
  };
}

function shareFound({ rows }: ResultList, exact: ResultList): number {
  const found = new Set(rows);
  return exact.rows.filter((row) => found.has(row)).length / exact.rows.length;
}

/** Order consistency of a list with the pairs of another one; 1 where that has no pair. */
function orderKept({ rows, scores }: ResultList, of: ResultList): number {
  if (of.rows.length < 2) return 1;
  const score = new Map(rows.map((row, n) => [row, scores[n]!]));
  const kept = of.rows.map((row) => score.get(row) ?? notFound);
  return orderConsistency(of.scores, kept, of.rows.length);
}

function precisionOf({ rows }: ResultList, positives: ReadonlySet<number>, k: number): number {
  const places = rows.flatMap((row, place) => (positives.has(row) ? [place] : []));
  return averagePrecisionAt(places, k, positives.size);
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
