import type { Run } from '../experiments/runExperiment.js';
import type { RunRecord } from '../experiments/runRecord.js';
import { seedInterval } from '../metrics/index.js';
import { methodLabel } from '../plots/index.js';
import type { Column, Row } from '../tables/index.js';
import { methodIds } from './methods.js';

type Score = { [K in keyof RunRecord]: RunRecord[K] extends number ? K : never }[keyof RunRecord];

const scores = [
  'mapSymmetricGallery',
  'mapSymmetricQuery',
  'mapAsymmetric',
  'recallAt1',
  'orderConsistency10',
  'orderConsistency100',
  'overlap10',
  'kendallTau',
  'cosineToTarget',
  'parameters',
  'trainingSeconds',
] as const satisfies Score[];

/**
 * One row per method, in the order in which the methods are listed: means over the seeds; the interval is over seeds, or
 * over queries where there is one seed.
 */
export function comparisonRows(runs: readonly Run[]): Row[] {
  const byMethod = new Map<string, RunRecord[]>();
  for (const { record } of runs) byMethod.set(record.loss, [...(byMethod.get(record.loss) ?? []), record]);
  const ordered = [...byMethod].sort(([a], [b]) => place(a) - place(b) || a.localeCompare(b, 'en'));
  return ordered.map(([method, records]) => {
    const { low, high } = intervalOf(records);
    const means = scores.map((score) => [score, mean(records.map((record) => record[score]))] as const);
    return { method: methodLabel(method), seeds: records.length, ...Object.fromEntries(means), low, high };
  });
}

/** How a comparison is shown: the main scores, the best in bold with what its interval does not exclude. */
export const comparisonColumns: Column[] = [
  { key: 'method', label: 'method' },
  { key: 'mapAsymmetric', label: 'asymmetric mAP %', interval: ['low', 'high'], best: 'highest' },
  { key: 'mapSymmetricQuery', label: 'query mAP %', best: 'highest' },
  { key: 'mapSymmetricGallery', label: 'gallery mAP %' },
  { key: 'recallAt1', label: 'R@1 %', best: 'highest' },
  { key: 'orderConsistency10', label: 'order cons.@10 %', best: 'highest' },
  { key: 'overlap10', label: 'overlap@10 %', best: 'highest' },
  { key: 'kendallTau', label: 'tau-b', digits: 2, best: 'highest' },
  { key: 'cosineToTarget', label: 'cosine to target', digits: 2, best: 'highest' },
  { key: 'trainingSeconds', label: 'training s' },
  { key: 'seeds', label: 'seeds', digits: 0 },
];

/** Methods outside the list come after it. */
function place(method: string): number {
  const index = (methodIds as string[]).indexOf(method);
  return index < 0 ? methodIds.length : index;
}

function intervalOf(records: RunRecord[]): { low: number; high: number } {
  if (records.length === 1) {
    const [low, high] = records[0]!.mapAsymmetricInterval;
    return { low, high };
  }
  return seedInterval(records.map((record) => record.mapAsymmetric));
}

function mean(values: number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
