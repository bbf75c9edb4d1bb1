import { parquetWriteBuffer, type ColumnSource, type SchemaElement } from 'hyparquet-writer';
import type { EmbeddingMatrix } from '../embeddingMatrix.js';
import { arrowSchema, arrowSchemaKey } from './arrowSchema.js';
import { listElements, textElement } from './parquetParts.js';

/** Numbers of a group of rows, which a reader takes into memory at a time. */
const numbersPerGroup = 2 ** 20;

/**
 * The bytes of a Parquet table with a column `embedding` of lists of float32 and, of texts, `id`. Arrow's readers see lists
 * of one length.
 */
export function encodeParquet({ data, rows, columns }: EmbeddingMatrix, ids?: readonly string[]): Uint8Array {
  const vectors = Array.from({ length: rows }, (_, row) =>
    Array.from(data.subarray(row * columns, (row + 1) * columns)),
  );
  const columnData: ColumnSource[] = [
    ...(ids ? [{ name: 'id', data: [...ids] }] : []),
    { name: 'embedding', data: vectors },
  ];
  const schema: SchemaElement[] = [
    { name: 'root', num_children: columnData.length },
    ...(ids ? [textElement('id')] : []),
    ...listElements('embedding', { type: 'FLOAT' }),
  ];
  // Statistics of single numbers of vectors are of no use to anybody.
  const buffer = parquetWriteBuffer({
    columnData,
    schema,
    rowGroupSize: rowsPerGroup(columns),
    statistics: false,
    codec: 'UNCOMPRESSED',
    kvMetadata: [{ key: arrowSchemaKey, value: arrowSchema(columns, ids !== undefined) }],
  });
  return new Uint8Array(buffer);
}

/** Rows of so many numbers that make up a group. */
export function rowsPerGroup(columns: number): number {
  return Math.max(1, Math.floor(numbersPerGroup / Math.max(1, columns)));
}
