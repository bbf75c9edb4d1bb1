import type { Run } from '../../../experiments/runOptions.js';
import type { RunRecord } from '../../../experiments/runRecord.js';
import { mean } from '../../../retrieval/metrics/bootstrap.js';
import { decimals } from '../../../report/plots/formatting.js';
import type { DatasetName } from '../../plan/settings.js';
import { verdictOf, type Gain } from '../pairedGain.js';

/** Computes plain sentences from finished runs, one a line; nothing when the runs it needs are not among them. */
export type Answering = (runs: readonly Run[], dataset: DatasetName) => string | undefined;

/** A number with its sign, as `+2.7`. */
export function signed(value: number, digits = 1): string {
  const text = decimals(value, digits);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** `+2.7 points (+1.8 to +3.5)`. */
export function points({ mean: value, low, high }: Gain): string {
  return `${signed(value)} points (${signed(low)} to ${signed(high)})`;
}

/** What an interval says of an addition: it helps, it hurts, or neither is shown. */
export function effect(gain: Gain): string {
  return { gain: 'helps', loss: 'hurts', tie: 'makes no difference outside the interval' }[verdictOf(gain)];
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** Sentences, each on its own line; nothing without any. */
export function sentences(parts: readonly (string | undefined)[]): string | undefined {
  const said = parts.filter((part): part is string => part !== undefined);
  return said.length > 0 ? said.join('\n') : undefined;
}

/** Runs by method, in the order of their first appearance. */
export function byMethod(runs: readonly Run[]): Map<string, Run[]> {
  const groups = new Map<string, Run[]>();
  for (const run of runs) groups.set(run.record.loss, [...(groups.get(run.record.loss) ?? []), run]);
  return groups;
}

type Score = { [K in keyof RunRecord]: RunRecord[K] extends number ? K : never }[keyof RunRecord];

/** Mean of a score over runs. */
export function meanOf(runs: readonly Run[], score: Score): number {
  return mean(runs.map(({ record }) => record[score]));
}
