import * as tf from '@tensorflow/tfjs-core';
import type { UnitFamily } from './types.js';

/**
 * `g(u) = sum_v p_v clip(u V - v, 0, 1)`, `p = softmax(theta)`: every increment is positive, so `g` never decreases.
 * The one-dimensional calibrator of lattice networks (You et al. 2017), an I-spline of order 1 (Ramsay 1988). Each `u`
 * lies in one piece: the pieces before it count whole, its own in part.
 *
 * @param pieces V
 */
export function piecewiseLinear(pieces: number): UnitFamily {
  const logits = tf.tidy(() => tf.variable(tf.zeros<tf.Rank.R1>([pieces])));
  return {
    variables: [logits],
    evaluate: (u) =>
      tf.tidy(() => {
        const increments = tf.softmax(logits);
        const before = tf.cumsum(increments, 0, true);
        const place = tf.mul<tf.Tensor1D>(u, pieces);
        // u = 1 belongs to the last piece.
        const piece = tf.cast(tf.minimum(tf.floor(place), pieces - 1), 'int32');
        const part = tf.sub(place, piece);
        return tf.add<tf.Tensor1D>(tf.gather(before, piece), tf.mul(tf.gather(increments, piece), part));
      }),
  };
}
