import type { LossConfig, SingleLossConfig } from '../../losses/registry.js';
import type { NeighbourSource } from '../../losses/types.js';

/** One way to set a method. */
export interface Trial {
  loss: LossConfig;
  /** Penalty of the closed-form solution that takes the place of training. */
  ridge?: number;
}

/** A loss and a share of feature regression, which keeps the query embeddings near the gallery model's. */
export function withRegression(weight: number, loss: SingleLossConfig, regression: number): LossConfig {
  return [
    { weight, loss },
    { weight: regression, loss: { kind: 'featureRegression' } },
  ];
}

/** Contextual similarity distillation in the batch with one temperature for each model. */
export function distillation(
  queryTemperature: number,
  galleryTemperature: number,
  regression: number,
): LossConfig {
  return withRegression(
    1,
    { kind: 'contextualSimilarityDistillation', queryTemperature, galleryTemperature },
    regression,
  );
}

/** The nearest `count` items of the bank. */
export const bank = (count: number): NeighbourSource => ({ from: 'bank', count });

/** Every pair of one value from each list. */
export function pairs<A, B>(first: readonly A[], second: readonly B[]): [A, B][] {
  return first.flatMap((a) => second.map((b): [A, B] => [a, b]));
}

/** Trials that differ in their loss only. */
export const losses = (configs: LossConfig[]): Trial[] => configs.map((loss) => ({ loss }));

/** A loss beside compatible training with its margin, which learns from labels; six shares of it. */
export const withLabels = (main: SingleLossConfig): Trial[] =>
  losses(
    pairs([0.1, 0.3, 1], [0.2, 0]).map(([weight, ownWeight]) => [
      { weight: 1, loss: main },
      { weight, loss: { kind: 'compatibleClassification', scale: 20, margin: 0.15, ownWeight } },
    ]),
  );
