import { configHash } from '../../experiments/hashes.js';
import type { Run } from '../../experiments/runOptions.js';
import { completeLossConfig } from '../../losses/lossConfig.js';
import type { LossConfigInput } from '../../losses/registry.js';
import { chosenTrial, type MethodId } from '../methods/methods.js';
import { select } from './selection.js';
import type { DatasetName } from '../plan/settings.js';
import { sweeps, type Sweep, type SweepId } from '../plan/sweeps.js';

/** The runs of one method at one value of a sweep, one per seed. */
export interface SweepPoint {
  method: MethodId;
  value: number | string;
  /** Whether the validation split chose this value. */
  chosen: boolean;
  runs: Run[];
}

const lossHash = (loss: LossConfigInput): string => configHash(completeLossConfig(loss));

/**
 * The finished runs of a sweep, by method and value in the order of `sweeps.ts`. A run belongs to a value when its
 * completed loss is the same, so that runs of the main comparison count where the value is the chosen one. Every value of
 * a method has the same seeds; a method without two finished values is left out.
 */
export function sweepSeries(id: SweepId, runs: readonly Run[], dataset: DatasetName): SweepPoint[] {
  const byLoss = new Map<string, Run[]>();
  for (const run of select.sweep(runs, dataset)) {
    const key = `${run.record.loss} ${lossHash(run.manifest.config.loss)}`;
    byLoss.set(key, [...(byLoss.get(key) ?? []), run]);
  }
  const { methods: swept } = sweeps[id] as Sweep;
  return (Object.keys(swept) as MethodId[]).flatMap((method) => {
    const chosenLoss = lossHash(chosenTrial(method).loss);
    const points = swept[method]!.flatMap(({ value, run }): SweepPoint[] => {
      const hash = lossHash(run.loss ?? chosenTrial(method).loss);
      const found = byLoss.get(`${method} ${hash}`);
      return found ? [{ method, value, chosen: hash === chosenLoss, runs: found }] : [];
    });
    return points.length < 2 ? [] : withCommonSeeds(points);
  });
}

/** Every value of a sweep, in the order of `sweeps.ts`. */
export function sweepValues(id: SweepId): (number | string)[] {
  const points = Object.values((sweeps[id] as Sweep).methods).flat();
  return [...new Set(points.map(({ value }) => value))];
}

/** Means over different seeds would not be comparable; without a common seed all are kept. */
function withCommonSeeds(points: readonly SweepPoint[]): SweepPoint[] {
  const seedsOf = ({ runs }: SweepPoint): number[] => runs.map(({ record }) => record.seed);
  const common = seedsOf(points[0]!).filter((seed) => points.every((point) => seedsOf(point).includes(seed)));
  if (common.length === 0) return [...points];
  return points.map((point) => ({
    ...point,
    runs: point.runs.filter(({ record }) => common.includes(record.seed)),
  }));
}
