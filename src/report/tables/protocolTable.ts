import type { Estimate } from '../../retrieval/metrics/types.js';
import type { Column, Row } from './table.js';
import type { ProtocolReport, SetupReport } from '../../retrieval/protocols/types.js';

/** A mean with the bounds of its interval over queries, in per cent with two decimals. */
export interface PerCent {
  value: number;
  low: number;
  high: number;
}

/** A setup's numbers as they are written to a file. */
export interface SetupSummary {
  queries: number;
  /** Queries without a positive, which are in no mean. */
  leftOut: number;
  /** In per cent, by the measure's name. */
  measures: Record<string, PerCent>;
  /** In per cent, one number per query; null for those left out. */
  perQuery?: Record<string, (number | null)[]>;
}

/**
 * The report for a file, by setup.
 *
 * @param perQuery whether each query's numbers are written too
 */
export function summariseReport({ setups }: ProtocolReport, perQuery = false): Record<string, SetupSummary> {
  return Object.fromEntries(
    setups.map((setup) => {
      const byName = <T>(value: (measure: SetupReport['measures'][number]) => T): Record<string, T> =>
        Object.fromEntries(setup.measures.map((measure) => [measure.name, value(measure)]));
      const summary: SetupSummary = {
        queries: setup.queries.length,
        leftOut: setup.excludedQueries,
        measures: byName(({ estimate }) => inPerCent(estimate)),
        ...(perQuery && {
          perQuery: byName((measure) =>
            Array.from(measure.perQuery, (v) => (Number.isNaN(v) ? null : perCent(v))),
          ),
        }),
      };
      return [setup.name, summary];
    }),
  );
}

/** The report as a table in per cent, one row per setup; the first measure comes with its interval. */
export function reportTable({ setups }: ProtocolReport): { rows: Row[]; columns: Column[] } {
  const names = (setups.find(({ measures }) => measures.length > 0)?.measures ?? []).map(({ name }) => name);
  const rows = setups.map(({ name, queries, excludedQueries, measures }): Row => {
    const row: Row = { setup: name, queries: queries.length, 'left out': excludedQueries };
    for (const [m, measure] of measures.entries()) {
      const { value, low, high } = inPerCent(measure.estimate);
      row[measure.name] = value;
      if (m === 0) Object.assign(row, { low, high });
    }
    return row;
  });
  const columns: Column[] = [
    { key: 'setup' },
    { key: 'queries', digits: 0 },
    { key: 'left out', digits: 0 },
    ...names.map((key, m): Column => ({
      key,
      digits: 2,
      ...(m === 0 && { interval: ['low', 'high'] as const }),
    })),
  ];
  return { rows, columns };
}

/** A fraction and its interval in per cent with two decimals. */
export function inPerCent({ mean, low, high }: Estimate): PerCent {
  return { value: perCent(mean), low: perCent(low), high: perCent(high) };
}

function perCent(fraction: number): number {
  return Number((100 * fraction).toFixed(2));
}
