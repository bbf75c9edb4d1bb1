import { parquetWriteBuffer, type ColumnSource, type SchemaElement } from 'hyparquet-writer';
import type { EmbeddingMatrix } from '../embeddingMatrix.js';

/** Numbers of a group of rows, which a reader takes into memory at a time. */
const numbersPerGroup = 2 ** 20;

/** The bytes of a Parquet table with a column `embedding` of lists of float32 and, of texts, `id`. */
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
    ...(ids ? [idElement] : []),
    ...vectorElements,
  ];
  const rowGroupSize = Math.max(1, Math.floor(numbersPerGroup / Math.max(1, columns)));
  // Statistics of single numbers of vectors are of no use to anybody.
  const buffer = parquetWriteBuffer({
    columnData,
    schema,
    rowGroupSize,
    statistics: false,
    codec: 'UNCOMPRESSED',
  });
  return new Uint8Array(buffer);
}

const idElement: SchemaElement = {
  name: 'id',
  type: 'BYTE_ARRAY',
  converted_type: 'UTF8',
  logical_type: { type: 'STRING' },
  repetition_type: 'REQUIRED',
};

const vectorElements: SchemaElement[] = [
  {
    name: 'embedding',
    repetition_type: 'REQUIRED',
    converted_type: 'LIST',
    logical_type: { type: 'LIST' },
    num_children: 1,
  },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  { name: 'element', type: 'FLOAT', repetition_type: 'REQUIRED' },
];
