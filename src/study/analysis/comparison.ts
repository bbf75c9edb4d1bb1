import type { Run } from '../../experiments/runOptions.js';
import type { RunRecord } from '../../experiments/runRecord.js';
import { mean } from '../../retrieval/metrics/bootstrap.js';
import { seedInterval } from '../../retrieval/metrics/seedInterval.js';
import { familyOf, supervisionOf } from '../methods/families.js';
import { inLegendOrder, methodLabel } from '../methods/looks.js';
import type { Cell, Column, Row } from '../../report/tables/table.js';

type Score = { [K in keyof RunRecord]: RunRecord[K] extends number ? K : never }[keyof RunRecord];

/** What is measured by searching the gallery. */
const asymmetricScores = [
  'mapAsymmetric',
  'recallAt1',
  'orderConsistency10',
  'orderConsistency100',
  'overlap10',
  'kendallTau',
  'cosineToTarget',
] as const satisfies Score[];

const scores = [
  'mapSymmetricGallery',
  'mapSymmetricQuery',
  ...asymmetricScores,
  'parameters',
  'flops',
  'trainingSeconds',
] as const satisfies Score[];

/**
 * One row per method, from the strictest family to the freest: means over the seeds; the interval is over seeds, or over
 * queries where there is one seed. A query model that never saw the gallery's vectors cannot search them: what that would
 * measure is left empty.
 */
export function comparisonRows(runs: readonly Run[]): Row[] {
  return inLegendOrder(runs.map(({ record }) => record.loss)).map((method) => {
    const own = runs.filter(({ record }) => record.loss === method);
    return {
      method: methodLabel(method),
      family: familyOf(method).label,
      supervision: supervisionOf(method),
      ...averagedScores(own),
      ...(method === 'queryAlone' && withoutSearch),
    };
  });
}

const withoutSearch: Row = Object.fromEntries(
  [...asymmetricScores, 'low', 'high'].map((score) => [score, null]),
);

/**
 * A row for every method and every value of something that the runs differ in, such as the size of the query model; none
 * when they all have the same.
 */
export function groupedRows(runs: readonly Run[], name: string, valueOf: (run: Run) => Cell): Row[] {
  if (new Set(runs.map(valueOf)).size < 2) return [];
  return inLegendOrder(runs.map(({ record }) => record.loss)).flatMap((method) => {
    const own = runs.filter(({ record }) => record.loss === method);
    return [...new Set(own.map(valueOf))].map((value) => ({
      method: methodLabel(method),
      [name]: value,
      ...averagedScores(own.filter((run) => valueOf(run) === value)),
    }));
  });
}

/** Means of the scores of runs that differ in their seed, with the interval of the asymmetric mAP. */
export function averagedScores(runs: readonly Run[]): Row {
  const records = runs.map(({ record }) => record);
  const means = scores.map((score) => [score, mean(records.map((record) => record[score]))] as const);
  const { low, high } = intervalOf(records);
  return { seeds: runs.length, ...Object.fromEntries(means), low, high };
}

/** How a comparison is shown: the main scores, the best in bold with what its interval does not exclude. */
export const comparisonColumns: Column[] = [
  { key: 'method', label: 'method' },
  { key: 'mapAsymmetric', label: 'asymmetric mAP %', interval: ['low', 'high'], best: 'highest' },
  { key: 'mapSymmetricQuery', label: 'query mAP %', best: 'highest' },
  { key: 'mapSymmetricGallery', label: 'gallery mAP %' },
  { key: 'recallAt1', label: 'R@1 %', best: 'highest' },
  { key: 'orderConsistency10', label: 'top-10 order %', best: 'highest' },
  { key: 'kendallTau', label: 'tau-b', digits: 2, best: 'highest' },
  { key: 'cosineToTarget', label: 'cosine to target', digits: 2, best: 'highest' },
  { key: 'trainingSeconds', label: 'training s' },
  { key: 'seeds', label: 'seeds', digits: 0 },
];

const shortKeys = [
  'method',
  'mapAsymmetric',
  'mapSymmetricQuery',
  'mapSymmetricGallery',
  'recallAt1',
  'orderConsistency10',
  'cosineToTarget',
];

/** The columns that a reader needs at first. */
export const shortColumns = comparisonColumns.filter(({ key }) => shortKeys.includes(key));

function intervalOf(records: RunRecord[]): { low: number; high: number } {
  if (records.length === 1) {
    const [low, high] = records[0]!.mapAsymmetricInterval;
    return { low, high };
  }
  return seedInterval(records.map((record) => record.mapAsymmetric));
}
