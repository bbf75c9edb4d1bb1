import { setImmediate } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import { beginAhead } from '../base/threads/beginAhead.js';
import type { RandomSource } from '../base/randomSource.js';
import { augmentBatch, type Augmentation } from './augment.js';
import { shuffledBatches, type BatchSource } from './batchSource.js';

/**
 * Stored pictures, a random crop of each per step; batches are prepared one ahead of the step that needs them.
 *
 * @param pixels RGB bytes `[N, stored, stored, 3]` in the order of the training set
 * @param stored side of the stored pictures, a little larger than the crop
 * @param size side S of the crops; the batches are `[B, S, S, 3]` in 0..255
 */
export function pixelBatches(
  pixels: Uint8Array,
  stored: number,
  size: number,
  augmentation: Augmentation = {},
): BatchSource {
  const count = pixels.length / (stored * stored * 3);
  async function prepare(anchors: Int32Array, random: RandomSource) {
    await setImmediate();
    // Every batch has its own array: a backend may read a tensor's values long after the tensor was made.
    return {
      anchors,
      values: augmentBatch({ pixels, stored, size, rows: anchors, random, ...augmentation }),
    };
  }
  function* preparing(batchSize: number, random: RandomSource) {
    for (const anchors of shuffledBatches(count, batchSize, random)) yield prepare(anchors, random);
  }
  return {
    size: count,
    async *epoch(batchSize, random) {
      for await (const { anchors, values } of beginAhead(preparing(batchSize, random), 1)) {
        yield { input: tf.tensor4d(values, [anchors.length, size, size, 3]), anchors };
      }
    },
  };
}
