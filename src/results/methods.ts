import { publicRankOrderForm } from '../losses/rankOrderPreservation.js';
import type { LossConfig, SingleLossConfig } from '../losses/registry.js';

/** A way to train a query model; its label and colour are in the theme of the figures. */
export interface Method {
  loss: LossConfig;
}

/** A loss and a share of feature regression, which keeps the query embeddings near the gallery model's. */
export function withRegression(weight: number, loss: SingleLossConfig, regression: number): LossConfig {
  return [
    { weight, loss },
    { weight: regression, loss: { kind: 'featureRegression' } },
  ];
}

/** Contextual similarity distillation in the batch, as chosen, with another gallery temperature. */
export function distillation(galleryTemperature: number): LossConfig {
  return withRegression(
    1,
    { kind: 'contextualSimilarityDistillation', queryTemperature: 0.2, galleryTemperature },
    0.1,
  );
}

/** Rank order preservation in our form, and in the public one; both as chosen on the validation split. */
export const rankOrderForms = {
  ours: {
    kind: 'rankOrderPreservation',
    neighbours: { from: 'bank', count: 256 },
    topRows: 12,
    temperature: 0.05,
  },
  public: { ...publicRankOrderForm, temperature: 0.2 },
} as const satisfies Record<string, SingleLossConfig>;

/** The methods that are compared, with the hyperparameters that the validation split chose, see `figures/tuning.json`. */
export const methods = {
  regression: {
    loss: { kind: 'featureRegression', form: 'cosine' },
  },
  rankOrderPublicForm: {
    loss: withRegression(1, rankOrderForms.public, 0.1),
  },
  rankOrderPreservation: {
    loss: withRegression(1, rankOrderForms.ours, 0.1),
  },
  monotonicSimilarity: {
    loss: withRegression(
      10,
      { kind: 'monotonicSimilarityPreservation', mapping: { startExponent: 6 }, frozenShare: 0.5 },
      0.1,
    ),
  },
  contextualSimilarityDistillation: {
    loss: distillation(0.2),
  },
  contextualSimilarityBank: {
    loss: withRegression(
      1,
      {
        kind: 'contextualSimilarityDistillation',
        neighbours: { from: 'bank', count: 512 },
        anchorFirst: true,
        queryTemperature: 0.1,
        galleryTemperature: 0.1,
      },
      0.1,
    ),
  },
} satisfies Record<string, Method>;

export type MethodId = keyof typeof methods;

export const methodIds = Object.keys(methods) as MethodId[];

/** Name of distillation whose gallery temperature was chosen again for distorted similarities. */
export const retunedDistillation = 'contextualSimilarityRetuned';

/** Gallery temperature for similarities `t^p`, by p, chosen on the validation split. */
export const retunedTemperatures = { 0.25: 0.06, 0.5: 0.11, 2: 0.32, 4: 0.41 } as const;

export type DistortionExponent = keyof typeof retunedTemperatures;
