import { setImmediate } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import { batchNormMomentum } from '../compute/kernels/batchNorm.js';
import type { Supernet } from './supernet.js';

/** The pictures that batch norms take their statistics from. */
export interface RecalibrationPictures {
  /** RGB `[N, S, S, 3]` in 0..255, flat. */
  pixels: Float32Array | Uint8Array;
  /** N */
  count: number;
  /** Pictures that go through the network at once. */
  batchSize: number;
}

/**
 * Does some work while the batch norms of the supernet's path hold the statistics of these pictures, and then puts the
 * running averages back. Averages that all paths share are of no use to any one of them: what reaches a batch norm depends
 * on the choices before it (Guo et al. 2020).
 *
 * Mean and (unbiased) variance are the means over batches, weighted by their size, of what each batch norm finds in
 * training mode. Earlier averages play no part in them.
 */
export async function withRecalibration<Result>(
  supernet: Supernet,
  pictures: RecalibrationPictures,
  work: () => Promise<Result>,
): Promise<Result> {
  const averages = supernet.averages().flatMap(({ mean, variance }) => [mean, variance]);
  const before = averages.map((average) => average.clone());
  try {
    const found = await batchStatistics(supernet, averages, pictures);
    assign(averages, found);
    tf.dispose(found);
    return await work();
  } finally {
    assign(averages, before);
    tf.dispose(before);
  }
}

async function batchStatistics(
  supernet: Supernet,
  averages: tf.Variable[],
  { pixels, count, batchSize }: RecalibrationPictures,
): Promise<tf.Tensor[]> {
  const width = pixels.length / count;
  const side = Math.sqrt(width / 3);
  let sums: tf.Tensor[] = averages.map((average) => tf.zerosLike(average));
  for (let first = 0; first < count; first += batchSize) {
    await setImmediate();
    const rows = Math.min(batchSize, count - first);
    const part = Float32Array.from(pixels.subarray(first * width, (first + rows) * width));
    const next = tf.tidy(() => {
      // A step from averages of zero leaves this share of the batch's own statistics.
      const share = 1 - batchNormMomentum;
      assign(
        averages,
        averages.map((average) => tf.zerosLike(average)),
      );
      supernet.featureMap(tf.tensor4d(part, [rows, side, side, 3]), true);
      return sums.map((sum, n) => tf.add(sum, tf.mul(averages[n]!, rows / count / share)));
    });
    tf.dispose(sums);
    sums = next;
  }
  return sums;
}

function assign(variables: tf.Variable[], values: tf.Tensor[]): void {
  variables.forEach((variable, n) => variable.assign(values[n]!));
}
