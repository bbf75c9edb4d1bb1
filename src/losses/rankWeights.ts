import * as tf from '@tensorflow/tfjs-core';

/** How much each row (position) of a ranking list counts. */
export type RankWeight = 'inversePosition' | 'uniform' | 'growing' | 'softmax';

/**
 * Weights of the first `rows` positions of each list.
 *
 * - `inversePosition`: proportional to `1 / i`, summing to 1 (ours);
 * - `uniform`: `1 / rows`;
 * - `growing`: `i * softmax_i(sharpness * t)`, the form of the public re-implementation (Xie et al. 2024), which cites
 *   Eq. 9 of Wu et al. (2023); not normalised;
 * - `softmax`: `softmax_i(sharpness * t)`, summing to 1 (ours).
 *
 * @param gallery `t` `[B, rows]`
 * @returns `w` `[1 or B, rows]`
 */
export function rankWeights(kind: RankWeight, gallery: tf.Tensor2D, sharpness: number): tf.Tensor2D {
  const rows = gallery.shape[1];
  const positions = (): tf.Tensor2D => tf.expandDims(tf.range(1, rows + 1), 0);
  switch (kind) {
    case 'uniform':
      return tf.fill([1, rows], 1 / rows);
    case 'inversePosition': {
      const inverse: tf.Tensor2D = tf.reciprocal(positions());
      return tf.div(inverse, tf.sum(inverse));
    }
    case 'softmax':
      return tf.softmax(tf.mul<tf.Tensor2D>(gallery, sharpness));
    case 'growing':
      return tf.mul(positions(), tf.softmax(tf.mul(gallery, sharpness)));
  }
}
