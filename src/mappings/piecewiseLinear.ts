import * as tf from '@tensorflow/tfjs';
import type { UnitFamily } from './types.js';

/**
 * `g(u) = sum_v p_v clip(u V - v, 0, 1)`, `p = softmax(theta)`: every increment is positive, so `g` never decreases.
 * The one-dimensional calibrator of lattice networks (You et al. 2017), an I-spline of order 1 (Ramsay 1988).
 *
 * @param pieces V
 */
export function piecewiseLinear(pieces: number): UnitFamily {
  const logits = tf.tidy(() => tf.variable(tf.zeros<tf.Rank.R1>([pieces])));
  return {
    variables: [logits],
    evaluate: (u) =>
      tf.tidy(() => {
        const filled = tf.clipByValue(tf.sub(tf.mul(u.expandDims(1), pieces), tf.range(0, pieces)), 0, 1);
        return tf.dot(filled, tf.softmax(logits)) as tf.Tensor1D;
      }),
  };
}
