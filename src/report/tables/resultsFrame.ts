import type { DataFrame } from 'danfojs-node';
import { howToInstall } from '../../base/files/howToInstall.js';
import { RetrievalError } from '../../errors.js';
import { checkColumns, columnKeys, type Cell, type Row } from './table.js';

/** The one place of the library that knows danfojs. */
type Danfo = typeof import('danfojs-node');

/** Records as they come from `results.json`: a pair of numbers is an interval. */
export type TableRecord = Record<string, Cell | readonly [low: number, high: number]>;

/** A table of results held by danfojs: rows go in, rows come out. */
export interface ResultsFrame {
  readonly columns: readonly string[];
  readonly length: number;
  /** danfojs' own table, a `DataFrame`, for everything else; a change to it changes this one. */
  readonly danfo: unknown;
  rows(): Row[];
  /** Rows for which the test holds. */
  where(test: (row: Row) => boolean): ResultsFrame;
  /** One row per group with the mean of each of the columns over its finite values, and `runs`, their number. */
  groupMeans(by: readonly string[], values: readonly string[]): ResultsFrame;
  /** Sorted by one column; missing values last. */
  sortBy(column: string, order?: 'ascending' | 'descending'): ResultsFrame;
  toString(): string;
}

/**
 * Puts records into a danfojs table, which is loaded on the first call. Intervals become two columns, `name` + `Low` and
 * `High`; other missing values become null.
 * @throws RetrievalError where danfojs is not installed, without records, or for a column whose name danfojs uses itself.
 */
export async function resultsFrame(records: readonly TableRecord[]): Promise<ResultsFrame> {
  return frameOf(await loadDanfo(), records.map(flatRow));
}

async function loadDanfo(): Promise<Danfo> {
  try {
    return await import('danfojs-node');
  } catch (cause) {
    throw new RetrievalError({
      what: 'danfojs, which holds tables of results, is not installed',
      where: 'danfojs-node',
      fix: howToInstall('danfojs-node'),
      cause,
    });
  }
}

function flatRow(record: TableRecord): Row {
  const row: Row = {};
  for (const [key, value] of Object.entries(record)) {
    if (Array.isArray(value)) [row[`${key}Low`], row[`${key}High`]] = value as [number, number];
    else row[key] = value as Cell;
  }
  return row;
}

function frameOf(danfo: Danfo, rows: readonly Row[]): ResultsFrame {
  const columns = columnKeys(rows);
  checkNames(danfo, columns);
  const values = rows.map((row) => columns.map((column) => row[column] ?? null));
  const frame = new danfo.DataFrame(values, { columns });
  return {
    columns,
    length: rows.length,
    danfo: frame,
    rows: () => rowsOf(frame),
    where: (test) => frameOf(danfo, rowsOf(frame).filter(test)),
    groupMeans: (by, means) => frameOf(danfo, groupMeans(danfo, rowsOf(frame), by, means)),
    sortBy: (column, order = 'ascending') => frameOf(danfo, sortRows(danfo, rowsOf(frame), column, order)),
    toString: () => frame.toString(),
  };
}

function rowsOf(frame: DataFrame): Row[] {
  const columns = frame.columns;
  return (frame.values as Cell[][]).map((values) =>
    Object.fromEntries(columns.map((column, c) => [column, values[c]])),
  );
}

/** danfojs makes a property of each column, so a column named like one of its own members breaks the table. */
function checkNames(danfo: Danfo, columns: readonly string[]): void {
  const taken = columns.filter((column) => column in danfo.DataFrame.prototype);
  if (columns.length > 0 && taken.length === 0) return;
  throw new RetrievalError({
    what: 'These records cannot become a table',
    expected: 'at least one record, and column names that danfojs does not use itself',
    found: taken.length > 0 ? taken.join(', ') : 'no column',
    fix: taken.length > 0 ? 'rename the column' : 'check the filter that chose the records',
  });
}

/**
 * One row per group with the mean of each column over its finite values (null where there is none) and `runs`, the group's rows. danfojs
 * takes a missing value for 0 and joins the keys of a group with `-`, so it gets numbered groups and finite values only.
 */
function groupMeans(
  danfo: Danfo,
  rows: readonly Row[],
  by: readonly string[],
  values: readonly string[],
): Row[] {
  checkColumns(rows, [...by, ...values]);
  const keys = rows.map((row) => JSON.stringify(by.map((column) => row[column])));
  const groups = [...new Set(keys)];
  const means = values.map((column) => meansOfGroups(danfo, rows, keys, groups, column));
  return groups.map((key, group) => {
    const first = rows[keys.indexOf(key)]!;
    return Object.fromEntries([
      ...by.map((column) => [column, first[column]]),
      ...values.map((column, v) => [column, means[v]!.get(group) ?? null]),
      ['runs', keys.filter((other) => other === key).length],
    ]) as Row;
  });
}

function meansOfGroups(
  danfo: Danfo,
  rows: readonly Row[],
  keys: readonly string[],
  groups: readonly string[],
  column: string,
): Map<number, number> {
  const pairs = rows.flatMap((row, r) => {
    const value = row[column];
    return isNumber(value) ? [[groups.indexOf(keys[r]!), value]] : [];
  });
  if (pairs.length === 0) return new Map();
  const frame = new danfo.DataFrame(pairs, { columns: ['group', 'mean'] });
  const means = frame.groupby(['group']).col(['mean']).mean();
  return new Map(means.values as [number, number][]);
}

/** Rows sorted by one column, missing values last in their old order; danfojs sorts null as 0. */
function sortRows(
  danfo: Danfo,
  rows: readonly Row[],
  column: string,
  order: 'ascending' | 'descending',
): Row[] {
  checkColumns(rows, [column]);
  const present = rows.filter((row) => isNumber(row[column]) || typeof row[column] === 'string');
  const missing = rows.filter((row) => !present.includes(row));
  if (present.length === 0) return missing;
  const frame = new danfo.DataFrame(
    present.map((row, r) => [row[column], r]),
    { columns: ['key', 'row'] },
  );
  const sorted = frame.sortValues('key', { ascending: order === 'ascending' });
  return [...(sorted.values as [unknown, number][]).map(([, r]) => present[r]!), ...missing];
}

function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}
