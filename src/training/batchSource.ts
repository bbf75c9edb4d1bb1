import * as tf from '@tensorflow/tfjs-core';
import type { RandomSource } from '../base/randomSource.js';

/** Pictures or features of one training step. */
export interface TrainingBatch {
  /** `[B, F]` features or `[B, S, S, 3]` pixels; the receiver disposes of it. */
  input: tf.Tensor;
  /** `[B]` numbers of the anchors in the training set. */
  anchors: Int32Array;
}

/** Gives the training set in batches, in an order that depends on the random source only. */
export interface BatchSource {
  /** Number of training pictures. */
  readonly size: number;
  /**
   * @param first number of the batch to begin with, for a source that `skips`: it draws from the random source for those
   * before as ever, and saves the rest of their work.
   */
  epoch(batchSize: number, random: RandomSource, first?: number): AsyncIterable<TrainingBatch>;
  /** Whether `epoch` minds `first`. */
  readonly skips?: boolean;
}

/** The batches of an epoch from one on, whether the source skips by itself or not. */
export async function* epochFrom(
  source: BatchSource,
  batchSize: number,
  random: RandomSource,
  first: number,
): AsyncGenerator<TrainingBatch> {
  let left = source.skips ? 0 : first;
  for await (const batch of source.epoch(batchSize, random, first)) {
    if (left > 0) {
      left--;
      batch.input.dispose();
    } else yield batch;
  }
}

/** Batches in an epoch; the incomplete last one is left out unless it is the only one. */
export function batchesPerEpoch(size: number, batchSize: number): number {
  return Math.max(1, Math.floor(size / batchSize));
}

/** The anchors of an epoch's batches, shuffled. */
export function* shuffledBatches(
  size: number,
  batchSize: number,
  random: RandomSource,
): Generator<Int32Array> {
  const order = random.permutation(size);
  for (let batch = 0; batch < batchesPerEpoch(size, batchSize); batch++) {
    yield order.subarray(batch * batchSize, (batch + 1) * batchSize);
  }
}

/**
 * Stored features of a frozen network, several crops of each picture; every step takes one crop at random.
 *
 * @param features `[N * crops, F]`, the crops of a picture next to each other
 * @param columns F
 */
export function featureBatches(features: Float32Array, columns: number, crops: number): BatchSource {
  const size = features.length / columns / crops;
  return {
    size,
    // eslint-disable-next-line @typescript-eslint/require-await
    async *epoch(batchSize, random) {
      for (const anchors of shuffledBatches(size, batchSize, random)) {
        const values = new Float32Array(anchors.length * columns);
        anchors.forEach((anchor, b) => {
          const row = anchor * crops + random.integer(crops);
          values.set(features.subarray(row * columns, (row + 1) * columns), b * columns);
        });
        yield { input: tf.tensor2d(values, [anchors.length, columns]), anchors };
      }
    },
  };
}
