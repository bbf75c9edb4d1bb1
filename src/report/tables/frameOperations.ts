import { checkColumns, type Row } from './table.js';

export type Danfo = typeof import('danfojs-node');

/**
 * One row per group with the mean of each column over its finite values (null where there is none) and `runs`, the group's rows. danfojs
 * takes a missing value for 0 and joins the keys of a group with `-`, so it gets numbered groups and finite values only.
 */
export function groupMeans(
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
export function sortRows(
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
