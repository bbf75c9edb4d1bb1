import * as tf from '@tensorflow/tfjs-core';
import type { RandomSource } from '../base/randomSource.js';

export interface SubspaceOptions {
  /** M, must divide D. */
  subspaces: number;
  /** Centroids of each. */
  centroids: number;
  /** Rounds of k-means. */
  rounds: number;
  random: RandomSource;
}

/** Splits rows into M parts of unit length. `[N, D]` to `[M, N, D / M]` */
export function unitParts(x: tf.Tensor2D, subspaces: number): tf.Tensor3D {
  return tf.tidy(() => {
    const [rows, columns] = x.shape;
    const parts = tf.transpose(tf.reshape(x, [rows, subspaces, columns / subspaces]), [1, 0, 2]);
    const lengths = tf.sqrt(tf.maximum(tf.sum(tf.square(parts), 2, true), 1e-12));
    return tf.div<tf.Tensor3D>(parts, lengths);
  });
}

/**
 * Spherical k-means in each subspace, all subspaces at once; a centroid without members stays where it was.
 * @returns `[M, centroids, D / M]`, unit rows, to be disposed of by the caller
 */
export function subspaceCentroids(x: tf.Tensor2D, options: SubspaceOptions): tf.Tensor3D {
  const { subspaces, centroids, rounds, random } = options;
  return tf.tidy(() => {
    const parts = unitParts(x, subspaces);
    const start = random.permutation(x.shape[0]).slice(0, centroids);
    let centres = tf.gather(parts, tf.tensor1d(start, 'int32'), 1);
    // What a round leaves behind is many times larger than the centres.
    for (let round = 0; round < rounds; round++) centres = tf.tidy(() => movedCentres(parts, centres));
    return centres;
  });
}

/** The directions of the sums of what is nearest to each centre. */
function movedCentres(parts: tf.Tensor3D, centres: tf.Tensor3D): tf.Tensor3D {
  const nearest = tf.argMax(tf.matMul(parts, centres, false, true), 2);
  const members = tf.cast<tf.Tensor3D>(tf.oneHot(nearest, centres.shape[1]) as tf.Tensor3D, 'float32');
  const sums = tf.matMul(members, parts, true, false);
  const lengths = tf.sqrt(tf.sum(tf.square(sums), 2, true));
  const moved = tf.div<tf.Tensor3D>(sums, tf.maximum(lengths, 1e-6));
  return tf.where(tf.greater(lengths, 1e-6), moved, centres);
}
