import * as tf from '@tensorflow/tfjs-core';
import { randomSource } from '../../base/randomSource.js';
import type { UnitFamily } from './types.js';

/**
 * A network with one hidden layer and positive weights, `h(u) = sum_k a_k tanh(b_k u + c_k)`, `a, b = softplus(.)`,
 * rescaled to `g = (h(u) - h(0)) / (h(1) - h(0))`. A sum of rising functions rises (Sill 1998 for the idea of
 * constraining signs).
 *
 * @param units hidden units
 */
export function positiveNetwork(units: number, seed: number): UnitFamily {
  const random = randomSource(seed, 'positiveNetwork');
  const vary = (centre: number, spread: number): tf.Variable<tf.Rank.R1> =>
    tf.tidy(() =>
      tf.variable(tf.tensor1d(Float32Array.from({ length: units }, () => centre + spread * random.normal()))),
    );
  const slopes = vary(2, 0.5);
  const offsets = vary(-1, 1.5);
  const outputs = vary(0, 0.1);
  return {
    variables: [slopes, offsets, outputs],
    evaluate: (u) =>
      tf.tidy(() => {
        const hidden = (x: tf.Tensor1D): tf.Tensor1D =>
          tf.dot(
            tf.tanh(tf.add(tf.mul(tf.expandDims(x, 1), tf.softplus(slopes)), offsets)),
            tf.softplus(outputs),
          ) as tf.Tensor1D;
        const [low, high] = tf.split(hidden(tf.tensor1d([0, 1])), 2) as [tf.Tensor1D, tf.Tensor1D];
        return tf.div(tf.sub(hidden(u), low), tf.sub(high, low));
      }),
  };
}
