import { RetrievalError } from '../../errors.js';

/** What a cell of a table may hold; null and undefined are shown as nothing. */
export type Cell = string | number | boolean | null | undefined;
export type Row = Record<string, Cell>;

/** How one column is shown. */
export interface Column {
  key: string;
  /** Default: the key. */
  label?: string;
  /** Decimals of numbers; default 1, or 0 when all numbers of the column are whole. */
  digits?: number;
  /** Marks the best value and those that lie in its interval. */
  best?: 'highest' | 'lowest';
  /** Keys of the interval's bounds; shown behind the value and used for ties. */
  interval?: readonly [low: string, high: string];
}

/** A table ready to be written: text of every cell and which cells stand out. */
export interface TextTable {
  header: string[];
  /** Columns of numbers are aligned on the right. */
  numeric: boolean[];
  cells: { text: string; strong: boolean }[][];
}

/**
 * Formats rows for reading.
 * @param columns default: every key of the rows, in the order of their first appearance.
 * @throws RetrievalError for a column that no row has.
 */
export function textTable(rows: readonly Row[], columns?: readonly (Column | string)[]): TextTable {
  const shown: Column[] = (columns ?? columnKeys(rows)).map((column) =>
    typeof column === 'string' ? { key: column } : column,
  );
  checkColumns(
    rows,
    shown.flatMap(({ key, interval = [] }) => [key, ...interval]),
  );
  const strong = shown.map((column) => bestRows(rows, column));
  const digits = shown.map((column) => column.digits ?? usualDigits(rows, column));
  return {
    header: shown.map(({ key, label }) => label ?? key),
    numeric: shown.map(({ key }) => rows.some((row) => typeof row[key] === 'number')),
    cells: rows.map((row, r) =>
      shown.map((column, c) => ({ text: cellText(row, column, digits[c]!), strong: strong[c]!.has(r) })),
    ),
  };
}

/** Every key of the rows in the order of first appearance. */
export function columnKeys(rows: readonly Row[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

/** @throws RetrievalError naming the columns that no row has; a table without rows has every column. */
export function checkColumns(rows: readonly Row[], columns: readonly string[]): void {
  const known = columnKeys(rows);
  const missing = columns.filter((key) => !known.includes(key));
  if (rows.length > 0 && missing.length > 0) {
    throw new RetrievalError({
      what: 'The table has no such column',
      expected: `one of ${known.join(', ')}`,
      found: missing.join(', '),
    });
  }
}

/** Rows with the best value of a column, or with one that the interval of the best does not exclude. */
function bestRows(rows: readonly Row[], { key, best, interval }: Column): Set<number> {
  const numbered = rows.flatMap((row, r) => {
    const value = row[key];
    return typeof value === 'number' && Number.isFinite(value) ? [{ r, value, row }] : [];
  });
  if (!best || numbered.length === 0) return new Set();
  const sign = best === 'highest' ? 1 : -1;
  const top = numbered.reduce((a, b) => (sign * b.value > sign * a.value ? b : a));
  const bound = interval ? top.row[interval[best === 'highest' ? 0 : 1]] : undefined;
  const limit = typeof bound === 'number' && Number.isFinite(bound) ? bound : top.value;
  return new Set(numbered.filter(({ value }) => sign * value >= sign * limit).map(({ r }) => r));
}

function usualDigits(rows: readonly Row[], { key, interval }: Column): number {
  const numbers = rows.flatMap((row) => [key, ...(interval ?? [])].map((name) => row[name]));
  return numbers.some((value) => Number.isFinite(value) && !Number.isInteger(value)) ? 1 : 0;
}

function cellText(row: Row, { key, interval }: Column, digits: number): string {
  const text = valueText(row[key], digits);
  const bounds = interval?.map((bound) => row[bound]);
  return bounds?.every((bound) => typeof bound === 'number' && Number.isFinite(bound))
    ? `${text} (${bounds.map((bound) => valueText(bound, digits)).join(' to ')})`
    : text;
}

function valueText(value: Cell, digits: number): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'number') return String(value);
  return Number.isNaN(value) ? 'n/a' : value.toFixed(digits);
}
