import type { DataFrame } from 'danfojs-node';
import { RetrievalError } from '../../errors.js';
import { groupMeans, sortRows, type Danfo } from './frameOperations.js';
import { columnKeys, type Cell, type Row } from './table.js';

/** Records as they come from `results.json`: a pair of numbers is an interval. */
export type TableRecord = Record<string, Cell | readonly [low: number, high: number]>;

/** A table of results held by danfojs: rows go in, rows come out. */
export interface ResultsFrame {
  readonly columns: readonly string[];
  readonly length: number;
  /** danfojs' own table, for everything else; a change to it changes this one. */
  readonly danfo: DataFrame;
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
 * @throws RetrievalError without records, or for a column whose name danfojs uses itself.
 */
export async function resultsFrame(records: readonly TableRecord[]): Promise<ResultsFrame> {
  return frameOf(await import('danfojs-node'), records.map(flatRow));
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
  checkColumns(danfo, columns);
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
function checkColumns(danfo: Danfo, columns: readonly string[]): void {
  const taken = columns.filter((column) => column in danfo.DataFrame.prototype);
  if (columns.length > 0 && taken.length === 0) return;
  throw new RetrievalError({
    what: 'These records cannot become a table',
    expected: 'at least one record, and column names that danfojs does not use itself',
    found: taken.length > 0 ? taken.join(', ') : 'no column',
    fix: taken.length > 0 ? 'rename the column' : 'check the filter that chose the records',
  });
}
