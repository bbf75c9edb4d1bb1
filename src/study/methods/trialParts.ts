import type { LossConfig, SingleLossConfig } from '../../losses/registry.js';
import type { NeighbourSource } from '../../losses/types.js';
import type { Trial } from './method.js';

/** A loss and a share of feature regression, which keeps the query embeddings near the gallery model's. */
export function withRegression(weight: number, loss: SingleLossConfig, regression: number): LossConfig {
  return [
    { weight, loss },
    { weight: regression, loss: { kind: 'featureRegression' } },
  ];
}

/** The nearest `count` items of the bank. */
export const bank = (count: number): NeighbourSource => ({ from: 'bank', count });

/** Every pair of one value from each list. */
export function pairs<A, B>(first: readonly A[], second: readonly B[]): [A, B][] {
  return first.flatMap((a) => second.map((b): [A, B] => [a, b]));
}

/** Trials that differ in their loss only. */
export const losses = (configs: LossConfig[]): Trial[] => configs.map((loss) => ({ loss }));
