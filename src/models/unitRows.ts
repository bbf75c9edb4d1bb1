import { smallestSquare } from '../vectors/embeddingMatrix.js';
import * as tf from '@tensorflow/tfjs-core';

/** Scales every row of `[B, D]` to Euclidean length 1. Differentiable. */
export function unitRows(x: tf.Tensor2D): tf.Tensor2D {
  return tf.mul(x, tf.rsqrt(tf.maximum(tf.sum(tf.square(x), 1, true), smallestSquare)));
}
