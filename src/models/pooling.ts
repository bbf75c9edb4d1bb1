import * as tf from '@tensorflow/tfjs-core';

/** How a feature map becomes one vector: mean, or generalised mean with exponent 3. */
export type Pooling = 'average' | 'gem';

const gemExponent = 3;
/** Smallest value that takes part in a generalised mean. */
export const gemFloor = 1e-6;

/** `[B, H, W, C]` feature map -> `[B, C]`. Differentiable. */
export function pool(featureMap: tf.Tensor4D, pooling: Pooling): tf.Tensor2D {
  return pooling === 'gem' ? gemPool(featureMap) : tf.mean<tf.Tensor2D>(featureMap, [1, 2]);
}

/** Generalised mean with another exponent p than 3: `[B, H, W, C]` -> `[B, C]`. */
export function generalisedMean(featureMap: tf.Tensor4D, exponent: number): tf.Tensor2D {
  const powers = tf.pow(tf.maximum(featureMap, gemFloor), exponent);
  return tf.pow(tf.mean<tf.Tensor2D>(powers, [1, 2]), 1 / exponent);
}

/** Generalised mean `(mean x^p)^(1/p)`, p = 3, over the positions of each channel (Radenovic et al. 2019). */
function gemPool(featureMap: tf.Tensor4D): tf.Tensor2D {
  const clipped = tf.maximum(featureMap, gemFloor);
  const cubes = tf.mul(tf.square(clipped), clipped);
  return tf.pow(tf.mean<tf.Tensor2D>(cubes, [1, 2]), 1 / gemExponent);
}
