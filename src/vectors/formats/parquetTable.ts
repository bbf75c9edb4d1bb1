import {
  cachedAsyncBuffer,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetScan,
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { RetrievalError } from '../../errors.js';
import { readBytes, withFile } from './fileNumbers.js';
import { checkPages } from './parquetPages.js';

/** Unpacked bytes for each packed one beyond which a page counts as a bomb. */
const largestRatio = 1000;
/** Unpacked bytes that are never called a bomb. */
const harmlessBytes = 2 ** 24;

/** How the values of a column are given. */
export interface ColumnOptions {
  /** Byte arrays as bytes, even where they could be text; default false. */
  binary?: boolean;
}

/** A Parquet table whose footer has been read. */
export interface ParquetTable {
  path: string;
  metadata: FileMetaData;
  /** What the writer said of the table: its own keys and values. */
  notes: Record<string, string>;
  /** The values of a column, a group of rows in memory at a time. @throws RetrievalError for damaged pages. */
  values: (column: string, options?: ColumnOptions) => AsyncGenerator<unknown>;
  /** The values of a column in one group of rows. @throws RetrievalError for damaged pages. */
  group: (column: string, index: number, options?: ColumnOptions) => Promise<unknown[]>;
}

/**
 * Opens a Parquet table; a column is read when it is asked for.
 * @param bytes of the table, where it is no file
 * @throws RetrievalError for a file that is none or is damaged.
 */
export async function openParquetTable(path: string, bytes?: AsyncBuffer): Promise<ParquetTable> {
  const file = bytes ?? (await fileBuffer(path));
  const metadata = await guarded(path, () => parquetMetadataAsync(file, { geoparquet: false }));
  const notes = metadata.key_value_metadata?.map(({ key, value }) => [key, value ?? '']) ?? [];
  return {
    path,
    metadata,
    notes: Object.fromEntries(notes) as Record<string, string>,
    values: (column, options) => columnValues(path, file, metadata, column, options),
    group: (column, index, options) => groupValues(path, file, metadata, column, index, options),
  };
}

function groupValues(
  path: string,
  file: AsyncBuffer,
  metadata: FileMetaData,
  column: string,
  index: number,
  { binary = false }: ColumnOptions = {},
): Promise<unknown[]> {
  return guarded(path, async () => {
    const [group, before] = [metadata.row_groups[index]!, metadata.row_groups.slice(0, index)];
    const rowStart = before.reduce((sum, { num_rows: rows }) => sum + Number(rows), 0);
    // What the check reads is not fetched again.
    const kept = cachedAsyncBuffer(file);
    await checkPages(kept, { ...metadata, row_groups: [group] }, column, limited);
    const rows = await parquetReadObjects({
      file: kept,
      metadata,
      geoparquet: false,
      columns: [column],
      rowStart,
      rowEnd: rowStart + Number(group.num_rows),
      compressors: limited,
      utf8: !binary,
    });
    return rows.map((row) => row[column] as unknown);
  });
}

async function* columnValues(
  path: string,
  file: AsyncBuffer,
  metadata: FileMetaData,
  column: string,
  { binary = false }: ColumnOptions = {},
): AsyncGenerator<unknown> {
  const scan = await guarded(path, async () => {
    await checkPages(file, metadata, column, limited);
    return parquetScan({
      file,
      metadata,
      geoparquet: false,
      columns: [column],
      compressors: limited,
      utf8: !binary,
    });
  });
  let rows = 0;
  for (const { rowStart, rowEnd } of scan.ranges) {
    const values = await guarded(path, () => scan.readColumn({ column, rowStart, rowEnd }));
    rows += values.length;
    yield* values;
  }
  const expected = Number(metadata.num_rows);
  if (rows !== expected) throw damaged(path, `${rows} rows instead of ${expected}`);
}

async function fileBuffer(path: string): Promise<AsyncBuffer> {
  const byteLength = await withFile(path, async (handle) => (await handle.stat()).size);
  return {
    byteLength,
    async slice(start, end = byteLength) {
      if (!(start >= 0 && start <= end && end <= byteLength)) {
        throw damaged(path, `a reference to bytes ${start} to ${end} of ${byteLength}`);
      }
      return withFile(path, async (handle) => (await readBytes(handle, path, start, end - start)).buffer);
    },
  };
}

/** Decompressors that refuse a page that would unpack to far more than it takes. */
const limited: Compressors = Object.fromEntries(
  Object.entries(compressors).map(([codec, decompress]) => [
    codec,
    (input: Uint8Array, outputLength: number): Uint8Array => {
      const limit = Math.max(harmlessBytes, input.length * largestRatio);
      if (outputLength <= limit) return decompress(input, outputLength);
      throw new Error(`a page of ${input.length} bytes that says it unpacks to ${outputLength}`);
    },
  ]),
);

/** Errors of the Parquet library as errors of this one. */
export async function guarded<Result>(path: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof RetrievalError) throw cause;
    const found = cause instanceof Error ? cause.message : String(cause);
    throw /not supported|unsupported/i.test(found)
      ? notSupported(path, found, cause)
      : damaged(path, found, cause);
  }
}

function damaged(where: string, found: string, cause?: unknown): RetrievalError {
  return new RetrievalError({
    what: 'The Parquet file is damaged',
    where,
    expected: 'a table in the Parquet format',
    found,
    fix: 'fetch or write it again',
    cause,
  });
}

function notSupported(where: string, found: string, cause: unknown): RetrievalError {
  return new RetrievalError({
    what: 'The Parquet file holds something that is not supported',
    where,
    expected: 'columns of numbers and text in the usual encodings',
    found,
    fix: 'write it again with plain encodings, compressed by snappy, gzip or zstd',
    cause,
  });
}
