import type { Dataset, RetrievalSplit } from './types.js';

/** Label numbers of the given records. */
export function labelsOf(dataset: Dataset, records: Int32Array): Int32Array {
  return records.map((record) => dataset.labels[record]!);
}

/** For each query the gallery row that is the same picture, or -1. */
export function selfRows(split: RetrievalSplit): Int32Array {
  const rowOf = new Map(Array.from(split.gallery, (record, row) => [record, row]));
  return split.queries.map((record) => rowOf.get(record) ?? -1);
}

/** What the measures of a search need to know of a split. */
export interface SplitLabels {
  /** `[Q]` */
  queryLabels: Int32Array;
  /** `[N]` */
  galleryLabels: Int32Array;
  /** `[Q]` the gallery row that is the query itself, or -1; where a query is left out of its own ranking. */
  selfInGallery?: Int32Array;
}

/**
 * The labels of a split's queries and gallery, as `evaluateRetrieval` and `evaluateAsymmetric` take them.
 *
 * @example
 * const { averagePrecision } = await evaluateRetrieval({ queries, gallery, ...splitLabels(dataset, split) });
 */
export function splitLabels(dataset: Dataset, split: RetrievalSplit): SplitLabels {
  return {
    queryLabels: labelsOf(dataset, split.queries),
    galleryLabels: labelsOf(dataset, split.gallery),
    ...(split.excludeSelf && { selfInGallery: selfRows(split) }),
  };
}
