import { bootstrapIntervals } from '../metrics/bootstrap.js';
import type { BootstrapOptions, Estimate } from '../metrics/types.js';
import type { SetupReport } from './types.js';

/** The numbers of the queries of one label; fractions. */
export interface LabelReport {
  label: string;
  /** Those with something right to find, over which the means go. */
  queries: number;
  measures: { name: string; estimate: Estimate }[];
}

/**
 * The measures label by label, the label with the lowest first measure first. Labels none of whose queries has anything
 * right to find are left out. The interval of a label with one query is NaN: one query says nothing of others.
 *
 * @param queryLabels `[Q]` of the ground truth's queries
 */
export function labelReports(
  { queries, measures }: SetupReport,
  queryLabels: readonly string[],
  bootstrap?: BootstrapOptions,
): LabelReport[] {
  const [first] = measures;
  if (!first) return [];
  const places = new Map<string, number[]>();
  queries.forEach((query, place) => {
    if (Number.isNaN(first.perQuery[place]!)) return;
    const label = queryLabels[query]!;
    places.set(label, [...(places.get(label) ?? []), place]);
  });
  return [...places]
    .map(([label, own]): LabelReport => {
      const columns = measures.map(({ perQuery }) => own.map((place) => perQuery[place]!));
      const estimates = bootstrapIntervals(columns, bootstrap);
      return {
        label,
        queries: own.length,
        measures: measures.map(({ name }, m) => ({
          name,
          estimate: withInterval(estimates[m]!, own.length),
        })),
      };
    })
    .sort((a, b) => a.measures[0]!.estimate.mean - b.measures[0]!.estimate.mean);
}

function withInterval(estimate: Estimate, queries: number): Estimate {
  return queries > 1 ? estimate : { ...estimate, low: NaN, high: NaN };
}
