import { describeBytes } from '../../base/describeBytes.js';
import type { IndexRecord } from '../../galleryIndex/indexRecord.js';

/** What an index is, in one line. */
export function describeIndex({ engine, rows, removed, columns, model }: IndexRecord, bytes: number): string {
  const { kind, search } = engine;
  const how = typeof search === 'string' ? ` (${search})` : '';
  const of = model ? ` of ${model.name}` : '';
  return `${kind}${how}, ${rows - removed} vectors of ${columns} numbers${of}, ${describeBytes(bytes)}`;
}

/** What programs are told of an index. */
export function indexAsJson(record: IndexRecord): object {
  const { engine, model, columns, rows, removed, savedAt } = record;
  return { engine, ...(model && { model }), columns, vectors: rows - removed, given: rows, removed, savedAt };
}
