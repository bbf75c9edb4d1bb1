import type * as Arrow from 'apache-arrow';
import type { IndexRows } from '../types.js';

/** The table of an index as Arrow describes it, which Python and others read too: `row`, `id`, `embedding`. */
export function lanceTable(
  arrow: typeof Arrow,
  columns: number,
): { schema: Arrow.Schema; tableOf: (rows: IndexRows) => Arrow.Table } {
  const item = new arrow.Field('item', new arrow.Float32(), true);
  const list = new arrow.FixedSizeList(columns, item);
  const schema = new arrow.Schema([
    new arrow.Field('row', new arrow.Int32(), false),
    new arrow.Field('id', new arrow.Utf8(), false),
    new arrow.Field('embedding', list, false),
  ]);
  return {
    schema,
    tableOf({ firstRow, ids, vectors }) {
      const numbers = Int32Array.from(ids, (_, n) => firstRow + n);
      const row = arrow.makeData({ type: new arrow.Int32(), data: numbers });
      const [id] = arrow.vectorFromArray(ids, new arrow.Utf8()).data;
      const values = arrow.makeData({ type: new arrow.Float32(), data: vectors.data });
      const embedding = arrow.makeData({ type: list, length: vectors.rows, nullCount: 0, child: values });
      const type = new arrow.Struct(schema.fields);
      const children = [row, id!, embedding];
      const batch = arrow.makeData({ type, length: vectors.rows, nullCount: 0, children });
      return new arrow.Table(schema, [new arrow.RecordBatch(schema, batch)]);
    },
  };
}
