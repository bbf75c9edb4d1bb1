import { RetrievalError } from '../../errors.js';
import type { Arrangement } from './arrange.js';
import type { Container, StoredNumbers } from './container.js';
import { narrowNumbers } from './numbers.js';
import { parquetColumns, type ParquetColumn } from './parquetSchema.js';
import { guarded, openParquetTable, type ParquetTable } from './parquetTable.js';

type VectorColumn = Extract<ParquetColumn, { kind: 'vectors' }>;

/**
 * What a Parquet table holds; a column is read, one group of rows after the other, when it is asked for.
 *
 * @throws RetrievalError for a damaged file; while reading, for a row without a vector or with one of another length.
 */
export async function openParquet(path: string): Promise<Container> {
  const table = await openParquetTable(path);
  const container: Container = { path, noun: 'column', arrays: [], lists: [], others: [] };
  const columns = await guarded(path, () => Promise.resolve(parquetColumns(table.metadata)));
  for (const column of columns) {
    const { name, description } = column;
    if (column.kind === 'vectors') {
      container.arrays.push({
        name,
        description,
        shape: () => shapeOf(table, column),
        read: () => readVectors(table, column),
      });
      continue;
    }
    if (column.kind === 'ids') {
      container.lists.push({ name, read: () => readIds(table, name) });
    }
    container.others.push(`${name}: ${description}`);
  }
  return container;
}

/** Rows and numbers of each, by what the footer says; by the vectors themselves where it does not come out even. */
async function shapeOf(table: ParquetTable, column: VectorColumn): Promise<Arrangement['shape']> {
  const { num_rows: count, row_groups: groups } = table.metadata;
  const chunks = groups.flatMap(({ columns }) =>
    columns.filter(({ meta_data: meta }) => meta?.path_in_schema[0] === column.name),
  );
  const numbers = chunks.reduce((sum, { meta_data: meta }) => sum + Number(meta!.num_values), 0);
  const rows = Number(count);
  if (rows > 0 && numbers % rows === 0) return [rows, numbers / rows];
  return (await readVectors(table, column)).arrangement.shape;
}

async function readVectors({ path, values }: ParquetTable, column: VectorColumn): Promise<StoredNumbers> {
  const { name, areIntegers } = column;
  const vectors: Float32Array[] = [];
  for await (const value of values(name)) {
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

async function readIds({ path, values }: ParquetTable, name: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const value of values(name)) {
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

function isVector(value: unknown): value is ArrayLike<number | bigint> {
  if (ArrayBuffer.isView(value)) return true;
  return (
    Array.isArray(value) && value.every((number) => typeof number === 'number' || typeof number === 'bigint')
  );
}

function kindOf(value: unknown): string {
  return value === null || value === undefined ? 'nothing' : typeof value;
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
