import { parquetMetadataAsync, parquetScan, type AsyncBuffer, type Compressors } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { RetrievalError } from '../../errors.js';
import type { Container, StoredNumbers } from './container.js';
import { readBytes, withFile } from './fileNumbers.js';
import { narrowNumbers } from './numbers.js';
import { checkPages } from './parquetPages.js';
import { parquetColumns, type ParquetColumn } from './parquetSchema.js';

type VectorColumn = Extract<ParquetColumn, { kind: 'vectors' }>;
type Scan = Awaited<ReturnType<typeof parquetScan>>;

/** Unpacked bytes for each packed one beyond which a page counts as a bomb. */
const largestRatio = 1000;
/** Unpacked bytes that are never called a bomb. */
const harmlessBytes = 2 ** 24;

/**
 * What a Parquet table holds; a column is read, one group of rows after the other, when it is asked for.
 *
 * @throws RetrievalError for a damaged file; while reading, for a row without a vector or with one of another length.
 */
export async function openParquet(path: string): Promise<Container> {
  const file = await fileBuffer(path);
  const metadata = await guarded(path, () => parquetMetadataAsync(file, { geoparquet: false }));
  const container: Container = { path, noun: 'column', arrays: [], lists: [], others: [] };
  const columns = await guarded(path, () => Promise.resolve(parquetColumns(metadata)));
  for (const column of columns) {
    const { name, description } = column;
    const scan = () =>
      guarded(path, async () => {
        await checkPages(file, metadata, name, limited);
        return parquetScan({ file, metadata, geoparquet: false, columns: [name], compressors: limited });
      });
    if (column.kind === 'vectors') {
      const read = async () => readVectors(path, column, await scan());
      container.arrays.push({ name, description, read });
      continue;
    }
    if (column.kind === 'ids') {
      container.lists.push({ name, read: async () => readIds(path, name, await scan()) });
    }
    container.others.push(`${name}: ${description}`);
  }
  return container;
}

async function readVectors(path: string, column: VectorColumn, scan: Scan): Promise<StoredNumbers> {
  const { name, areIntegers } = column;
  const vectors: Float32Array[] = [];
  for await (const value of columnValues(path, name, scan)) {
    const where = `${path}, column ${JSON.stringify(name)}, row ${vectors.length}`;
    if (!isVector(value)) throw noVector(where, value);
    const vector = narrowNumbers(value, areIntegers, where);
    if (vectors[0] && vector.length !== vectors[0].length) {
      throw wrongLength(where, vectors[0].length, vector.length);
    }
    vectors.push(vector);
  }
  const [rows, columns] = [vectors.length, vectors[0]?.length ?? 0];
  const data = new Float32Array(rows * columns);
  vectors.forEach((vector, row) => data.set(vector, row * columns));
  return { data, arrangement: { shape: [rows, columns], columnMajor: false } };
}

async function readIds(path: string, name: string, scan: Scan): Promise<string[]> {
  const ids: string[] = [];
  for await (const value of columnValues(path, name, scan)) {
    if (typeof value !== 'string' && typeof value !== 'bigint' && typeof value !== 'number') {
      throw new RetrievalError({
        what: 'A row has no id',
        where: `${path}, column ${JSON.stringify(name)}, row ${ids.length}`,
        expected: 'a text or an integer',
        found: kindOf(value),
      });
    }
    ids.push(String(value));
  }
  return ids;
}

/** The values of a column, a group of rows in memory at a time. */
async function* columnValues(path: string, column: string, scan: Scan): AsyncGenerator<unknown> {
  let rows = 0;
  for (const { rowStart, rowEnd } of scan.ranges) {
    const values = await guarded(path, () => scan.readColumn({ column, rowStart, rowEnd }));
    rows += values.length;
    yield* values;
  }
  const expected = Number(scan.metadata.num_rows);
  if (rows !== expected) throw damaged(path, `${rows} rows instead of ${expected}`);
}

function isVector(value: unknown): value is ArrayLike<number | bigint> {
  if (ArrayBuffer.isView(value)) return true;
  return (
    Array.isArray(value) && value.every((number) => typeof number === 'number' || typeof number === 'bigint')
  );
}

function kindOf(value: unknown): string {
  return value === null || value === undefined ? 'nothing' : typeof value;
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

async function guarded<Result>(path: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof RetrievalError) throw cause;
    throw damaged(path, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function damaged(where: string, found: string, cause?: unknown): RetrievalError {
  return new RetrievalError({
    what: 'The Parquet file is damaged or not supported',
    where,
    expected: 'a table in the Parquet format',
    found,
    fix: 'fetch or write it again',
    cause,
  });
}

function noVector(where: string, value: unknown): RetrievalError {
  return new RetrievalError({
    what: 'A row does not hold a vector',
    where,
    expected: 'a list of numbers without gaps',
    found: Array.isArray(value) ? 'a list with gaps' : kindOf(value),
    fix: 'leave the row out, or fill it',
  });
}

function wrongLength(where: string, expected: number, found: number): RetrievalError {
  return new RetrievalError({
    what: 'A vector has another length than the first one',
    where,
    expected: `${expected} numbers`,
    found: `${found} numbers`,
    fix: 'store vectors of one model in one column',
  });
}
