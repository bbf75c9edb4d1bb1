import { gzipSync } from 'fflate';
import type { parquetWriteBuffer, SchemaElement } from 'hyparquet-writer';

/** Schema of a column of texts in which no row is empty. */
export function textElement(name: string): SchemaElement {
  return {
    name,
    type: 'BYTE_ARRAY',
    converted_type: 'UTF8',
    logical_type: { type: 'STRING' },
    repetition_type: 'REQUIRED',
  };
}

/** Schema of a column of lists of numbers in which no row and no number is missing. */
export function listElements(
  name: string,
  number: Pick<SchemaElement, 'type' | 'converted_type'>,
): SchemaElement[] {
  return [
    {
      name,
      repetition_type: 'REQUIRED',
      converted_type: 'LIST',
      logical_type: { type: 'LIST' },
      num_children: 1,
    },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', ...number, repetition_type: 'REQUIRED' },
  ];
}

/**
 * Options of a Parquet table that is compressed to the same bytes on every machine: by a library that is pinned, where the
 * zlib of Node.js changes with its version.
 *
 * @param notes key-value metadata of the file
 */
export function packed(
  notes: Record<string, string>,
): Pick<Parameters<typeof parquetWriteBuffer>[0], 'codec' | 'compressors' | 'kvMetadata'> {
  return {
    codec: 'GZIP',
    compressors: { GZIP: (bytes) => gzipSync(bytes, { level: 9, mtime: 0 }) },
    kvMetadata: Object.entries(notes).map(([key, value]) => ({ key, value })),
  };
}
