import { noLabel } from './createDataset.js';
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
  /** `[Q]`; a picture without a label has a number of its own below 0. */
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
    queryLabels: comparableLabels(dataset, split.queries),
    galleryLabels: comparableLabels(dataset, split.gallery),
    ...(split.excludeSelf && { selfInGallery: selfRows(split) }),
  };
}

/** The same without the labels where no query has anything right to find, as on pictures without labels. */
export function knownLabels(dataset: Dataset, split: RetrievalSplit): Partial<SplitLabels> {
  const { queryLabels, galleryLabels, selfInGallery } = splitLabels(dataset, split);
  const rows = new Map<number, number>();
  for (const label of galleryLabels) rows.set(label, (rows.get(label) ?? 0) + 1);
  const isFound = queryLabels.some((label, q) => {
    const isThere = selfInGallery !== undefined && selfInGallery[q]! >= 0;
    return (rows.get(label) ?? 0) > (isThere ? 1 : 0);
  });
  const self = selfInGallery && { selfInGallery };
  return isFound ? { queryLabels, galleryLabels, ...self } : { ...self };
}

/** Two pictures without a label are not alike. */
function comparableLabels(dataset: Dataset, records: Int32Array): Int32Array {
  return records.map((record) => {
    const label = dataset.labels[record]!;
    return label === noLabel ? -1 - record : label;
  });
}
