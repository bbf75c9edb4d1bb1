import { completeLossConfig, type CompleteLoss } from '../../losses/lossConfig.js';
import type { RunConfigInput } from '../../experiments/runConfig.js';
import type { Run } from '../../experiments/runOptions.js';
import type { RunRecord } from '../../experiments/runRecord.js';
import { methodIds, methods } from '../methods/methods.js';
import {
  retunedDistillation,
  retunedLoss,
  retunedTemperatures,
  type DistortionExponent,
} from './retunedDistillation.js';
import { settings } from './settings.js';

/** Settings this close to the best, in points of mAP, count as equal; the first of them is taken. */
const tie = 0.1;

/** Gallery temperatures tried for distorted similarities: around the chosen one. */
const temperatureFactors = [0.5, 1, 2];

/** The search over all trials on the validation part of the training classes. */
export function tuningRuns(): RunConfigInput[] {
  const setting = { ...settings.emoji, split: 'validation' };
  const plain = methodIds.flatMap((method) =>
    methods[method].trials.map((trial) => ({ ...setting, method, ...trial })),
  );
  const exponents = Object.keys(retunedTemperatures).map(
    (exponent) => Number(exponent) as DistortionExponent,
  );
  const distorted = exponents.flatMap((distortion) =>
    temperatureFactors.map((factor) => ({
      ...setting,
      method: retunedDistillation,
      loss: retunedLoss(retunedTemperatures[distortion] * factor),
      distortion,
    })),
  );
  return [...plain, ...distorted];
}

/**
 * What the trials of a method are compared by. A model that never saw the gallery's vectors cannot search them: it is
 * judged by a gallery of its own.
 */
export function tuningScore({ loss, mapAsymmetric, mapSymmetricQuery }: RunRecord): number {
  return loss === 'queryAlone' ? mapSymmetricQuery : mapAsymmetric;
}

/** One tried setting and how it did on validation. */
export interface TuningResult {
  method: string;
  /** Exponent that distorts the gallery similarities; 1 leaves them. */
  distortion: number;
  loss: CompleteLoss;
  ridge?: number;
  /** mAP on the validation classes, per cent: asymmetric, but symmetric for the query model that is trained alone. */
  validationMap: number;
  chosen: boolean;
  runId: string;
}

/** The search log: every setting that was tried, the chosen one of each method marked. */
export function tuningLog(runs: readonly Run[]): TuningResult[] {
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const key = `${run.record.loss} ${run.record.distortion}`;
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.values()].flatMap((group) => {
    const best = Math.max(...group.map(({ record }) => tuningScore(record)));
    const chosen = group.find(({ record }) => tuningScore(record) >= best - tie);
    return group.map((run) => ({
      method: run.record.loss,
      distortion: run.record.distortion,
      loss: completeLossConfig(run.manifest.config.loss),
      ...(run.manifest.config.ridge && { ridge: run.manifest.config.ridge }),
      validationMap: tuningScore(run.record),
      chosen: run === chosen,
      runId: run.record.runId,
    }));
  });
}
