import type { Run } from '../../experiments/runOptions.js';
import { mean } from '../../retrieval/metrics/bootstrap.js';
import { pairedDifference, type PairedDifference } from '../../retrieval/metrics/pairedDifference.js';

/** Points of mAP between two ways to train, with the 95 % interval over queries. */
export type Gain = PairedDifference;

/**
 * How much better the first runs are than the second on the same queries: the average precision of each query is averaged
 * over the seeds that both have, then compared by a paired bootstrap. Nothing without a common seed.
 */
export function pairedGain(first: readonly Run[], second: readonly Run[]): Gain | undefined {
  const seeds = first
    .map(({ record }) => record.seed)
    .filter((seed) => second.some(({ record }) => record.seed === seed));
  if (seeds.length === 0) return undefined;
  const [a, b] = [first, second].map((runs) =>
    precisionOfQueries(runs.filter(({ record }) => seeds.includes(record.seed))),
  );
  return pairedDifference(a!, b!);
}

/** Whether the interval leaves 0 above, below or inside. */
export function verdictOf({ low, high }: Pick<Gain, 'low' | 'high'>): 'gain' | 'loss' | 'tie' {
  if (low > 0) return 'gain';
  return high < 0 ? 'loss' : 'tie';
}

/** Average precision of each query over the runs, per cent; NaN where a run has none. */
export function precisionOfQueries(runs: readonly Run[]): number[] {
  const { averagePrecision } = runs[0]!.manifest;
  return averagePrecision.map((_, query) =>
    mean(runs.map(({ manifest }) => manifest.averagePrecision[query] ?? NaN)),
  );
}
