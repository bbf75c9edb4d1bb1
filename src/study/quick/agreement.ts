import { configHash } from '../../experiments/hashes.js';
import { parseRunConfig } from '../../experiments/runConfig.js';
import type { Run } from '../../experiments/runOptions.js';
import type { RunRecord } from '../../experiments/runRecord.js';
import { seedInterval } from '../../retrieval/metrics/seedInterval.js';
import type { Column, Row } from '../../report/tables/table.js';
import { methodLabel } from '../methods/looks.js';

/** What is compared, with its name for readers. */
export type ComparedMeasure = readonly [
  key: 'mapAsymmetric' | 'orderConsistency10' | 'orderConsistency100',
  name: string,
];

/** A run trained here beside the committed runs of its configuration. */
export interface Agreement {
  /** Id of the method. */
  method: string;
  measure: string;
  live: number;
  /** Committed runs of the configuration, one for each seed. */
  seeds: number;
  /** The committed run of the same seed, and by how much the live one is above it. */
  sameSeed?: number;
  difference?: number;
  /** Where a run of another seed lies with 95 % probability; without it there are too few seeds. */
  expected?: readonly [low: number, high: number];
  /** Undefined where there is nothing to compare with. */
  agrees?: boolean;
}

/** Largest difference in points from the same seed's run that counts as agreement where no interval is known. */
const tolerance = 0.5;

/**
 * Sets a run beside the committed runs of the same configuration on the same data, whatever their seed. It agrees when it
 * lies where a run of another seed would: the prediction interval of one more run, which is wider than the interval of the
 * mean by the square root of one more than the number of runs. With fewer than three committed runs it agrees when it is within
 * half a point of the same seed's.
 */
export function agreementOf(
  live: Run,
  committed: readonly Run[],
  [key, measure]: ComparedMeasure,
): Agreement {
  const twins = committed.filter((run) => seedlessKey(run) === seedlessKey(live));
  const value = (run: { record: RunRecord }): number => run.record[key];
  const same = twins.find(({ record }) => record.seed === live.record.seed);
  const expected = predictionInterval(twins.map(value));
  const difference = same && value(live) - value(same);
  return {
    method: live.record.loss,
    measure,
    live: value(live),
    seeds: twins.length,
    ...(same && { sameSeed: value(same), difference }),
    ...(expected && { expected }),
    ...((expected ?? same) && { agrees: isWithin(value(live), expected, difference) }),
  };
}

function isWithin(value: number, expected: Agreement['expected'], difference = Infinity): boolean {
  const isSame = Math.abs(difference) <= tolerance;
  return isSame || (expected !== undefined && value >= expected[0] && value <= expected[1]);
}

/** Where one more run lies with 95 % probability; nothing for fewer than three, whose spread says too little. */
export function predictionInterval(values: readonly number[]): [low: number, high: number] | undefined {
  if (values.length < 3) return undefined;
  const { mean, high } = seedInterval(values);
  const half = (high - mean) * Math.sqrt(values.length + 1);
  return [mean - half, mean + half];
}

const seedlessKey = ({ manifest: { config, hashes } }: Run): string =>
  configHash([{ ...parseRunConfig(config), seed: 0 }, hashes.data]);

/** The comparison as a table. */
export function agreementRows(agreements: readonly Agreement[]): Row[] {
  return agreements.map(({ method, measure, live, seeds, sameSeed, difference, expected, agrees }) => ({
    method: methodLabel(method),
    measure,
    live,
    'same seed': sameSeed,
    difference,
    expected: expected?.map((bound) => bound.toFixed(1)).join(' to '),
    seeds,
    agrees: agrees === undefined ? 'nothing committed' : agrees ? 'yes' : 'NO',
  }));
}

export const agreementColumns: Column[] = [
  { key: 'method' },
  { key: 'measure' },
  { key: 'live', label: 'trained here' },
  { key: 'same seed', label: 'committed, same seed' },
  { key: 'difference', digits: 2 },
  { key: 'expected', label: 'expected between' },
  { key: 'seeds', label: 'committed seeds', digits: 0 },
  { key: 'agrees' },
];

/** The outcome in one sentence. */
export function agreementSentence(agreements: readonly Agreement[]): string {
  const compared = agreements.filter(({ agrees }) => agrees !== undefined);
  if (compared.length === 0) return 'There are no committed runs of this configuration to compare with.';
  const agreeing = compared.filter(({ agrees }) => agrees).length;
  return agreeing === compared.length
    ? `All ${compared.length} numbers agree with the committed results.`
    : `${agreeing} of ${compared.length} numbers agree with the committed results; \`npm run doctor\` tells what differs on this machine.`;
}
