import { RetrievalError } from '../../errors.js';
import { checkLabels } from '../../vectors/checks/checkNumbers.js';
import { checkLength } from '../../vectors/gallery/checkInput.js';

/** What counts as found, per query. Rows ascend; none is in both lists of a query. */
export interface Relevance {
  galleryRows: number;
  positives: Int32Array[];
  /** Junk and the query itself: removed from the ranking, neither punished nor rewarded. */
  ignored: Int32Array[];
}

/** Labels of queries and gallery, and what to leave out. */
export interface RelevanceInput {
  /** `[Q]` */
  queryLabels: ArrayLike<number>;
  /** `[N]` */
  galleryLabels: ArrayLike<number>;
  /** `[Q]`: the gallery row that is the query itself, or -1. Default: none. */
  selfInGallery?: ArrayLike<number>;
  /** `[Q]`: further gallery rows to ignore for each query. Default: none. */
  junk?: ArrayLike<number>[];
}

/** What counts as found for one query. */
export interface QueryRelevance {
  positives: Int32Array;
  ignored: Int32Array;
}

/**
 * Relevance by equal labels. A gallery row that is junk or the query itself is no positive.
 *
 * @throws RetrievalError for lists of unequal length, labels that are no numbers, and rows outside the gallery.
 */
export function relevanceFromLabels(input: RelevanceInput): Relevance {
  const relevanceOf = relevanceByLabel(input);
  const lists = Array.from(input.queryLabels, (_, query) => relevanceOf(query));
  return {
    galleryRows: input.galleryLabels.length,
    positives: lists.map(({ positives }) => positives),
    ignored: lists.map(({ ignored }) => ignored),
  };
}

/** The same query by query, for where the rows of all of them would be many. Throws for a query as it is asked for. */
export function relevanceByLabel(input: RelevanceInput): (query: number) => QueryRelevance {
  const { queryLabels, galleryLabels, selfInGallery, junk } = input;
  const queries = queryLabels.length;
  checkLabels(queryLabels, queries, 'queryLabels');
  checkLabels(galleryLabels, galleryLabels.length, 'galleryLabels');
  if (selfInGallery) checkLength(selfInGallery, queries, 'selfInGallery');
  if (junk) checkLength(junk, queries, 'junk');
  const byLabel = rowsByLabel(galleryLabels);
  const none = new Int32Array(0);
  return (query) => {
    const self = selfInGallery?.[query] ?? -1;
    const left = new Set(Array.from(junk?.[query] ?? []));
    if (self !== -1) left.add(self);
    const same = byLabel.get(queryLabels[query]!) ?? none;
    if (left.size === 0) return { positives: same, ignored: none };
    return {
      positives: same.filter((row) => !left.has(row)),
      ignored: galleryRowList(left, galleryLabels.length, query),
    };
  };
}

function rowsByLabel(labels: ArrayLike<number>): Map<number, Int32Array> {
  const lists = new Map<number, number[]>();
  for (let row = 0; row < labels.length; row++) {
    const list = lists.get(labels[row]!);
    if (list) list.push(row);
    else lists.set(labels[row]!, [row]);
  }
  return new Map(Array.from(lists, ([label, rows]) => [label, Int32Array.from(rows)]));
}

function galleryRowList(rows: Set<number>, galleryRows: number, query: number): Int32Array {
  for (const row of rows) {
    if (Number.isInteger(row) && row >= 0 && row < galleryRows) continue;
    throw new RetrievalError({
      what: 'A row to leave out is not in the gallery',
      where: `query ${query}`,
      expected: `0 to ${galleryRows - 1}, or -1 for a query that is not in the gallery`,
      found: String(row),
    });
  }
  return Int32Array.from(rows).sort();
}
