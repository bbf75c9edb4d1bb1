import { completeLossConfig } from '../losses/createLoss.js';
import type { LossConfig, SingleLossConfig } from '../losses/registry.js';
import { publicRankOrderForm } from '../losses/rankOrderPreservation.js';
import type { RunConfigInput } from '../experiments/runConfig.js';
import type { Run } from '../experiments/runExperiment.js';
import {
  distillation,
  methodIds,
  retunedDistillation,
  retunedTemperatures,
  withRegression,
  type DistortionExponent,
  type MethodId,
} from './methods.js';
import { settings } from './settings.js';

/** Settings this close to the best, in points of mAP, count as equal; the first of them is taken. */
const tie = 0.1;

/** Every pair of one value from each list. */
function pairs<A, B>(first: readonly A[], second: readonly B[]): [A, B][] {
  return first.flatMap((a) => second.map((b): [A, B] => [a, b]));
}

/** The same number of settings for every method, simple ones first. */
export const candidates: Record<MethodId, LossConfig[]> = {
  regression: [
    { kind: 'featureRegression', form: 'cosine' },
    { kind: 'featureRegression', form: 'distance' },
    ...[0.02, 0.1, 0.3, 1].map((weight): LossConfig => [
      { weight: 1, loss: { kind: 'featureRegression', form: 'cosine' } },
      { weight, loss: { kind: 'featureRegression', form: 'distance' } },
    ]),
  ],
  rankOrderPublicForm: pairs([0.05, 0.1, 0.2], [0, 0.1]).map(([temperature, regression]) =>
    withRegression(1, { ...publicRankOrderForm, temperature }, regression),
  ),
  rankOrderPreservation: pairs(
    [
      { count: 512, topRows: 32 },
      { count: 256, topRows: 12 },
      { count: 512, topRows: 12 },
    ],
    [0.05, 0.1],
  ).map(([{ count, topRows }, temperature]) =>
    withRegression(
      1,
      { kind: 'rankOrderPreservation', neighbours: { from: 'bank', count }, topRows, temperature },
      0.1,
    ),
  ),
  monotonicSimilarity: pairs([3, 4, 6], [0.5, 1]).map(([startExponent, frozenShare]) =>
    withRegression(
      10,
      { kind: 'monotonicSimilarityPreservation', mapping: { startExponent }, frozenShare },
      0.1,
    ),
  ),
  contextualSimilarityDistillation: pairs([0.05, 0.1, 0.2], [0.1, 0.3]).map(([temperature, regression]) =>
    withRegression(1, inBatch(temperature), regression),
  ),
  contextualSimilarityBank: pairs([0.05, 0.1], [0.03, 0.1, 0.3]).map(([temperature, regression]) =>
    withRegression(
      1,
      { ...inBatch(temperature), neighbours: { from: 'bank', count: 512 }, anchorFirst: true },
      regression,
    ),
  ),
};

function inBatch(temperature: number) {
  return {
    kind: 'contextualSimilarityDistillation',
    queryTemperature: temperature,
    galleryTemperature: temperature,
  } as const satisfies SingleLossConfig;
}

/** Gallery temperatures tried for distorted similarities: around the chosen one. */
const temperatureFactors = [0.5, 1, 2];

/** The search over all candidates on the validation part of the training classes. */
export function tuningRuns(): RunConfigInput[] {
  const setting = { ...settings.emoji, split: 'validation' };
  const plain = methodIds.flatMap((method) =>
    candidates[method].map((loss) => ({ ...setting, method, loss })),
  );
  const exponents = Object.keys(retunedTemperatures).map(
    (exponent) => Number(exponent) as DistortionExponent,
  );
  const distorted = pairs(exponents, temperatureFactors).map(([distortion, factor]) => ({
    ...setting,
    method: retunedDistillation,
    loss: distillation(retunedTemperatures[distortion] * factor),
    distortion,
  }));
  return [...plain, ...distorted];
}

/** One tried setting and how it did on validation. */
export interface TuningResult {
  method: string;
  /** Exponent that distorts the gallery similarities; 1 leaves them. */
  distortion: number;
  loss: LossConfig;
  /** Asymmetric mAP on the validation classes, per cent. */
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
    const best = Math.max(...group.map((run) => run.record.mapAsymmetric));
    const chosen = group.find((run) => run.record.mapAsymmetric >= best - tie);
    return group.map((run) => ({
      method: run.record.loss,
      distortion: run.record.distortion,
      loss: completeLossConfig(run.manifest.config.loss),
      validationMap: run.record.mapAsymmetric,
      chosen: run === chosen,
      runId: run.record.runId,
    }));
  });
}
