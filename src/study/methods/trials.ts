import type { LossConfig } from '../../losses/registry.js';
import { publicRankOrderForm } from '../../losses/rankOrderPreservation.js';
import { bank, distillation, losses, pairs, withLabels, withRegression, type Trial } from './trialParts.js';

const cosine = { kind: 'featureRegression', form: 'cosine' } as const;

/** Six settings of every method, simple ones first; the validation classes choose among them. */
export const trials = {
  regression: losses([
    cosine,
    { kind: 'featureRegression', form: 'distance' },
    ...[0.02, 0.1, 0.3, 1].map((weight): LossConfig => [
      { weight: 1, loss: cosine },
      { weight, loss: { kind: 'featureRegression', form: 'distance' } },
    ]),
  ]),
  ridgeMap: [0.001, 0.01, 0.03, 0.1, 0.3, 1].map((ridge): Trial => ({ loss: cosine, ridge })),
  queryAlone: losses(
    pairs([10, 20, 30], [0, 0.15]).map(([scale, margin]) => ({
      kind: 'compatibleClassification',
      galleryWeight: 0,
      scale,
      margin,
    })),
  ),
  compatibleTraining: losses(
    pairs([10, 20, 30], [1, 0.2]).map(([scale, ownWeight]) => ({
      kind: 'compatibleClassification',
      scale,
      ownWeight,
    })),
  ),
  compatibleMargin: losses(
    pairs([10, 20, 30], [1, 0.2]).map(([scale, ownWeight]) => ({
      kind: 'compatibleClassification',
      scale,
      ownWeight,
      margin: 0.15,
    })),
  ),
  compatibleTransform: losses(
    pairs([10, 20, 30], [10, 1]).map(([scale, alignmentWeight]) => ({
      kind: 'compatibleTransform',
      scale,
      alignmentWeight,
    })),
  ),
  asymmetricMetric: losses([
    { kind: 'asymmetricMetric', form: 'contrastive' },
    { kind: 'asymmetricMetric', form: 'contrastivePlus' },
    withRegression(1, { kind: 'asymmetricMetric', form: 'contrastivePlus', margin: 1 }, 1),
    withRegression(1, { kind: 'asymmetricMetric', form: 'contrastivePlus', margin: 1.2 }, 1),
    withRegression(1, { kind: 'asymmetricMetric', form: 'triplet', margin: 0.1 }, 1),
    withRegression(1, { kind: 'asymmetricMetric', form: 'multiSimilarity' }, 1),
  ]),
  absoluteRelational: losses(
    pairs([0.75, 3, 10], [0.68, 0]).map(([asymmetricWeight, symmetricWeight]) => ({
      kind: 'absoluteRelational',
      asymmetricWeight,
      symmetricWeight,
    })),
  ),
  structureSimilarity: losses(
    pairs([16, 32, 64], [64, 256]).map(([subspaces, centroids]) => ({
      kind: 'structureSimilarity',
      subspaces,
      centroids,
    })),
  ),
  differentialDistillation: losses(
    pairs([10, 32], [
      [50, 2],
      [100, 5],
      [20, 5],
    ] as const).map(([count, [featureWeight, inconsistentWeight]]) => ({
      kind: 'differentialDistillation',
      neighbours: bank(count),
      featureWeight,
      inconsistentWeight,
    })),
  ),
  relationalDistillation: losses(
    pairs([25, 0], [50, 10, 5]).map(([distanceWeight, angleWeight]) => ({
      kind: 'relationalDistillation',
      distanceWeight,
      angleWeight,
    })),
  ),
  contextualSimilarityDistillation: losses(
    pairs([0.05, 0.1, 0.2], [0.1, 0.3]).map(([temperature, regression]) =>
      distillation(temperature, temperature, regression),
    ),
  ),
  contextualSimilarityBank: losses(
    pairs([0.05, 0.1], [0.03, 0.1, 0.3]).map(([temperature, regression]) =>
      withRegression(
        1,
        {
          kind: 'contextualSimilarityDistillation',
          neighbours: bank(512),
          anchorFirst: true,
          queryTemperature: temperature,
          galleryTemperature: temperature,
        },
        regression,
      ),
    ),
  ),
  rankOrderPublicForm: losses(
    pairs([0.05, 0.1, 0.2], [0, 0.1]).map(([temperature, regression]) =>
      withRegression(1, { ...publicRankOrderForm, temperature }, regression),
    ),
  ),
  rankOrderPreservation: losses(
    pairs(
      [
        { count: 512, topRows: 32 },
        { count: 256, topRows: 12 },
        { count: 512, topRows: 12 },
      ],
      [0.05, 0.1],
    ).map(([{ count, topRows }, temperature]) =>
      withRegression(
        1,
        { kind: 'rankOrderPreservation', neighbours: bank(count), topRows, temperature },
        0.1,
      ),
    ),
  ),
  rankDistribution: losses(
    pairs([1, 1.2, 1.4], [0.05, 0.1]).map(([exponent, temperature]) =>
      withRegression(1, { kind: 'rankDistribution', exponent, temperature }, 0.1),
    ),
  ),
  smoothAveragePrecision: losses(
    pairs([5, 10, 20], [0.05, 0.1]).map(([positives, temperature]) =>
      withRegression(
        1,
        { kind: 'smoothAveragePrecision', neighbours: bank(256), positives, temperature },
        0.1,
      ),
    ),
  ),
  listLikelihood: losses(
    pairs([6, 12, 32], [0.05, 0.1]).map(([topRows, temperature]) =>
      withRegression(1, { kind: 'listLikelihood', neighbours: bank(256), topRows, temperature }, 0.1),
    ),
  ),
  monotonicSimilarity: losses(
    pairs([3, 4, 6], [0.5, 1]).map(([startExponent, frozenShare]) =>
      withRegression(
        10,
        { kind: 'monotonicSimilarityPreservation', mapping: { startExponent }, frozenShare },
        0.1,
      ),
    ),
  ),
  monotonicListwise: losses(
    pairs([2, 3, 4], [0.15, 0.2]).map(([startExponent, mappedTemperature]) =>
      withRegression(
        1,
        {
          kind: 'monotonicSimilarityPreservation',
          neighbours: bank(512),
          mapping: { family: 'power', startExponent },
          error: 'softmax',
          mappedTemperature,
        },
        0.1,
      ),
    ),
  ),
  powerMapping: losses(
    pairs([3, 4, 6], [0.03, 0.1]).map(([startExponent, regression]) =>
      withRegression(
        10,
        { kind: 'monotonicSimilarityPreservation', mapping: { family: 'power', startExponent } },
        regression,
      ),
    ),
  ),
  isotonicSimilarity: losses(
    pairs([25, 100], [bank(64), bank(256), { from: 'batch' } as const]).map(([weight, neighbours]) =>
      withRegression(weight, { kind: 'isotonicSimilarityPreservation', neighbours }, 0.1),
    ),
  ),
  rankDistributionWithLabels: withLabels({ kind: 'rankDistribution', temperature: 0.05 }),
  contextualSimilarityWithLabels: withLabels({
    kind: 'contextualSimilarityDistillation',
    neighbours: bank(512),
    anchorFirst: true,
  }),
} satisfies Record<string, Trial[]>;

export type MethodId = keyof typeof trials;

export const methodIds = Object.keys(trials) as MethodId[];
