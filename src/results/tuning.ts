import type { RunConfigInput } from '../experiments/runConfig.js';
import type { Run } from '../experiments/runExperiment.js';
import { publicRankOrderForm } from '../losses/rankOrderPreservation.js';
import type { LossConfig, SingleLossConfig } from '../losses/registry.js';
import { methodIds, type MethodId } from './methods.js';
import { settings } from './profiles.js';

const withRegression = (weight: number, loss: SingleLossConfig, regression: number): LossConfig => [
  { weight, loss },
  { weight: regression, loss: { kind: 'featureRegression' } },
];

/** Every pair of one value from each list. */
function pairs<A, B>(first: readonly A[], second: readonly B[]): [A, B][] {
  return first.flatMap((a) => second.map((b): [A, B] => [a, b]));
}

/** The same number of settings for every method; the best on the validation split is used everywhere else. */
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
      {
        kind: 'monotonicSimilarityPreservation',
        mapping: { startExponent },
        frozenShare,
      } as SingleLossConfig,
      0.1,
    ),
  ),
  contextualSimilarityDistillation: pairs([0.05, 0.1, 0.2], [0.1, 0.3]).map(([temperature, regression]) =>
    withRegression(
      1,
      {
        kind: 'contextualSimilarityDistillation',
        queryTemperature: temperature,
        galleryTemperature: temperature,
      },
      regression,
    ),
  ),
  contextualSimilarityBank: pairs([0.05, 0.1], [0.03, 0.1, 0.3]).map(([temperature, regression]) =>
    withRegression(
      1,
      {
        kind: 'contextualSimilarityDistillation',
        neighbours: { from: 'bank', count: 512 },
        anchorFirst: true,
        queryTemperature: temperature,
        galleryTemperature: temperature,
      },
      regression,
    ),
  ),
};

/** The search over all candidates on the validation part of the training classes. */
export function tuningRuns(): RunConfigInput[] {
  return methodIds.flatMap((method) =>
    candidates[method].map((loss) => ({ ...settings.emoji, split: 'validation', method, loss })),
  );
}

/** One tried setting and how it did on validation. */
export interface TuningResult {
  method: string;
  loss: LossConfig;
  /** Asymmetric mAP on the validation classes, per cent. */
  validationMap: number;
  chosen: boolean;
  runId: string;
}

/** The search log: every setting that was tried, the best of each method marked. */
export function tuningLog(runs: Run[]): TuningResult[] {
  const best = new Map<string, number>();
  for (const { record } of runs)
    best.set(record.loss, Math.max(best.get(record.loss) ?? 0, record.mapAsymmetric));
  return runs.map(({ record, manifest }) => ({
    method: record.loss,
    loss: manifest.config.loss,
    validationMap: record.mapAsymmetric,
    chosen: record.mapAsymmetric === best.get(record.loss),
    runId: record.runId,
  }));
}
