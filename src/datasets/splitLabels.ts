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
