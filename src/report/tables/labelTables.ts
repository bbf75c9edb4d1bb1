import type { SetupReport } from '../../retrieval/protocols/types.js';
import type { LabelReport } from '../../retrieval/protocols/labelReports.js';
import { inPerCent } from './protocolTable.js';
import type { Column, Row } from './table.js';

/** A table's rows with what its columns are. */
interface LabelTable {
  rows: Row[];
  columns: Column[];
}

/** The measures over all queries with their intervals, a row for each, in per cent. */
export function measureTable({ measures }: SetupReport): LabelTable {
  return {
    rows: measures.map(({ name, estimate }): Row => ({ measure: name, ...inPerCent(estimate) })),
    columns: [
      { key: 'measure' },
      { key: 'value', label: 'mean (95 % over queries)', digits: 2, interval: ['low', 'high'] },
    ],
  };
}

/** The measures label by label in per cent, a row for each label; the first measure comes with its interval. */
export function labelTable(reports: readonly LabelReport[]): LabelTable {
  const names = reports[0]?.measures.map(({ name }) => name) ?? [];
  const rows = reports.map(({ label, queries, measures }): Row => {
    const { low, high } = inPerCent(measures[0]!.estimate);
    const values = measures.map(({ name, estimate }) => [name, inPerCent(estimate).value] as const);
    return { label, queries, ...Object.fromEntries(values), low, high };
  });
  const columns = names.map((key, n): Column => ({
    key,
    digits: 1,
    ...(n === 0 && { interval: ['low', 'high'] as const }),
  }));
  return { rows, columns: [{ key: 'label' }, { key: 'queries', digits: 0 }, ...columns] };
}
