import * as tf from '@tensorflow/tfjs-core';
import { randomSource } from '../base/randomSource.js';
import { hostTensor } from '../compute/backend/hostValues.js';
import { stepRunner } from '../compute/backend/stepRunner.js';

/** How a cosine classifier turns angles into logits. */
export interface ClassifierLogits {
  /** Multiplies the cosines. */
  scale: number;
  /** Added to the angle of the true class, in radians; 0 gives a plain cosine softmax. */
  margin: number;
}

/** Fixed schedule of a classifier's training; classes of a few hundred pictures are learnt well before its end. */
const [steps, batchSize, learningRate] = [300, 256, 0.01];

/**
 * Mean cross-entropy of unit rows under a cosine classifier with an additive angular margin (Deng et al. 2019, ArcFace):
 * logits `scale cos(theta + margin [class is true and theta <= pi - margin])`.
 *
 * @param embeddings `[B, D]`, unit rows
 * @param directions `[C, D]`, unit rows; a row per class
 * @param classes `[B]` int32
 */
export function classificationError(
  embeddings: tf.Tensor2D,
  directions: tf.Tensor2D,
  classes: tf.Tensor1D,
  { scale, margin }: ClassifierLogits,
): tf.Scalar {
  const cosines = tf.matMul(embeddings, directions, false, true);
  const truth = tf.cast(tf.oneHot(classes, directions.shape[0]), 'float32');
  const logits = tf.mul(scale, margin === 0 ? cosines : withMargin(cosines, truth, margin));
  return tf.neg(tf.mean<tf.Scalar>(tf.sum(tf.mul(truth, tf.logSoftmax(logits)), 1)));
}

/** The rows of a classifier, `[C, D]`, whose lengths do not matter, at length 1. */
export function classDirections(weights: tf.Tensor2D): tf.Tensor2D {
  return tf.div(weights, tf.sqrt(tf.maximum(tf.sum(tf.square(weights), 1, true), 1e-12)));
}

/** `cos(theta + margin)` written in cosines and sines; past `pi - margin` the angle stays as it is. */
function withMargin(cosines: tf.Tensor, truth: tf.Tensor, margin: number): tf.Tensor {
  const sines = tf.sqrt(tf.maximum(tf.sub(1, tf.square(cosines)), 1e-6));
  const moved = tf.sub(tf.mul(cosines, Math.cos(margin)), tf.mul(sines, Math.sin(margin)));
  const moves = tf.mul(truth, tf.cast(tf.greaterEqual(cosines, -Math.cos(margin)), 'float32'));
  return tf.add(cosines, tf.mul(moves, tf.sub(moved, cosines)));
}

/** The mean embedding of every class. @returns `[C, D]` */
export function classMeans(embeddings: tf.Tensor2D, classes: tf.Tensor1D, count: number): tf.Tensor2D {
  return tf.tidy(() => {
    const sums = tf.unsortedSegmentSum(embeddings, classes, count);
    const sizes = tf.unsortedSegmentSum(tf.ones([embeddings.shape[0]]), classes, count);
    return tf.div(sums, tf.expandDims(tf.maximum(sizes, 1), 1));
  });
}

/**
 * Trains a classifier of the gallery model's vectors, starting from the means of the classes.
 *
 * @param embeddings `[N, D]`, unit rows
 * @param classes `[N]`
 * @returns `[C, D]`, unit rows, to be disposed of by the caller
 */
export async function trainClassifier(
  embeddings: tf.Tensor2D,
  classes: { of: Int32Array; count: number },
  logits: ClassifierLogits,
  seed: number,
): Promise<tf.Tensor2D> {
  const all = tf.tensor1d(classes.of, 'int32');
  const weights = tf.tidy(() => tf.variable(classMeans(embeddings, all, classes.count)));
  const optimizer = tf.train.adam(learningRate);
  const random = randomSource(seed, 'classifier');
  const rows = Math.min(batchSize, embeddings.shape[0]);
  const runner = stepRunner();
  const update = (): tf.Scalar =>
    tf.tidy(() => {
      const at = hostTensor<tf.Rank.R1>([rows], () => random.permutation(embeddings.shape[0]).slice(0, rows));
      const [x, y] = [tf.gather(embeddings, at), tf.gather(all, at)];
      return optimizer.minimize(() => classificationError(x, classDirections(weights), y, logits), true, [
        weights,
      ])!;
    });
  try {
    for (let step = 0; step < steps; step++) {
      runner.repeat(update, []).dispose();
      // Lets an interrupt through.
      if (step % 50 === 49) await tf.nextFrame();
    }
    return tf.tidy(() => classDirections(weights));
  } finally {
    runner.dispose();
    tf.dispose([all, weights]);
    optimizer.dispose();
  }
}
