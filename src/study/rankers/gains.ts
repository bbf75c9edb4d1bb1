import { labelsOf } from '../../datasets/splitLabels.js';
import { findSplit } from '../../datasets/findSplit.js';
import type { Dataset } from '../../datasets/types.js';
import type { Run } from '../../experiments/runOptions.js';
import { mean } from '../../retrieval/metrics/bootstrap.js';
import { groupedDifference } from '../../retrieval/metrics/groupedDifference.js';
import { pairedDifference } from '../../retrieval/metrics/pairedDifference.js';
import type { Column } from '../../report/tables/table.js';
import { precisionOfQueries } from '../analysis/pairedGain.js';
import { inLegendOrder, methodLabel } from '../methods/looks.js';
import type { RankerSystemId } from './systems.js';

/** What every other system is compared with: the best-set distillation of the gallery model's own scores. */
export const rival: RankerSystemId = 'distillation';

/** How much better a system searches than another with the same query model, in points of mAP. */
export interface SystemGain {
  queryModel: string;
  parameters: number;
  system: string;
  seeds: number;
  /** Mean over the seeds, per cent. */
  mapAsymmetric: number;
  /** Of the other system. */
  against: number;
  gain: number;
  /** 95 % interval over queries, of the seeds' mean. */
  overQueries: [number, number];
  /** The same over classes, whole ones drawn. */
  overClasses: [number, number];
  /** Mean over the seeds, per cent; the gallery model's own beside it. */
  microAp: number;
  /** Mean cosine between the errors of two queries of a class. */
  sharedError: number;
}

/**
 * Gains of every system over another, for each query model, smallest first.
 * @param runs those of one split, and of one kind of anchors
 * @param dataset tells the classes of the queries
 */
export function systemGains(runs: readonly Run[], dataset: Dataset, against: string = rival): SystemGain[] {
  if (runs.length === 0) return [];
  const split = findSplit(dataset, runs[0]!.manifest.config.split);
  const classes = labelsOf(dataset, split.queries);
  const sizes = new Map(runs.map(({ record }) => [record.queryModel, record.parameters]));
  return [...sizes]
    .sort(([, a], [, b]) => a - b)
    .flatMap(([queryModel, parameters]) => {
      const here = runs.filter(({ record }) => record.queryModel === queryModel);
      const of = (system: string): Run[] => here.filter(({ record }) => record.loss === system);
      const others = of(against);
      return inLegendOrder(here.map(({ record }) => record.loss)).flatMap((system): SystemGain[] => {
        const own = of(system);
        if (system === against || others.length === 0) return [];
        const [a, b] = [precisionOfQueries(own), precisionOfQueries(others)];
        const queries = pairedDifference(a, b);
        const grouped = groupedDifference(a, b, classes);
        return [
          {
            queryModel,
            parameters,
            system,
            seeds: own.length,
            mapAsymmetric: meanOf(own, ({ record }) => record.mapAsymmetric),
            against: meanOf(others, ({ record }) => record.mapAsymmetric),
            gain: queries.mean,
            overQueries: [queries.low, queries.high],
            overClasses: [grouped.low, grouped.high],
            microAp: meanOf(own, ({ manifest }) => manifest.errors?.microAp.queryModel ?? NaN),
            sharedError: meanOf(own, ({ manifest }) => manifest.errors?.sharedError.within ?? NaN),
          },
        ];
      });
    });
}

/** The gains as rows of a table. */
export function gainTableRows(gains: readonly SystemGain[]) {
  return gains.map(({ system, overQueries, overClasses, ...rest }) => ({
    system: methodLabel(system),
    ...rest,
    gainOverClasses: rest.gain,
    low: overQueries[0],
    high: overQueries[1],
    lowOverClasses: overClasses[0],
    highOverClasses: overClasses[1],
  }));
}

/** A gain with its interval over queries, and beside it that over classes. */
export const gainColumns = (label: string): Column[] => [
  { key: 'gain', label: `${label} (queries)`, digits: 1, interval: ['low', 'high'] },
  {
    key: 'gainOverClasses',
    label: 'the same (classes)',
    digits: 1,
    interval: ['lowOverClasses', 'highOverClasses'],
  },
];

export const gainTableColumns: Column[] = [
  { key: 'queryModel', label: 'query model' },
  { key: 'system' },
  { key: 'mapAsymmetric', label: 'asymmetric mAP %', digits: 1 },
  ...gainColumns('more than CSD'),
  { key: 'microAp', label: 'micro-AP %', digits: 1 },
  { key: 'sharedError', label: 'error shared in a class', digits: 2 },
  { key: 'seeds', digits: 0 },
];

const meanOf = (runs: readonly Run[], value: (run: Run) => number): number => mean(runs.map(value));
