import type * as tf from '@tensorflow/tfjs-core';

/**
 * A family of non-decreasing functions `g` on [0, 1] with `g(0) = 0` and `g(1) = 1`. Each family is monotone by
 * construction, whatever values its variables take.
 */
export interface UnitFamily {
  readonly variables: tf.Variable[];
  /** @param u `[M]` in [0, 1]; differentiable in the variables. @returns `[M]` */
  evaluate(u: tf.Tensor1D): tf.Tensor1D;
}

/**
 * A learnable non-decreasing map from gallery similarities to the similarities asked of the query model. That such a map
 * is learnt and supervises the query model is the idea of Wu et al. (ICLR 2023); its parameterisation here is ours.
 */
export interface MonotoneMapping {
  readonly variables: tf.Variable[];
  /** @param similarities any shape; values outside the range are clipped to it. */
  apply<T extends tf.Tensor>(similarities: T): T;
  dispose(): void;
}
