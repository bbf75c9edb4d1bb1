import * as tf from '@tensorflow/tfjs-core';
import { forEachConcurrently } from '../base/forEachConcurrently.js';
import { prefetch } from '../images/prefetch.js';
import type { Box } from '../images/decodePicture.js';
import type { RandomSource } from '../base/randomSource.js';
import { augmentedPicture } from './augmentedPicture.js';
import { shuffledBatches, type BatchSource } from './batchSource.js';
import { drawVariation, type PictureAugmentation } from './pictureAugmentation.js';

/** A training picture on disk. */
export interface PictureFile {
  path: string;
  /** Part of the upright picture to use. */
  box?: Box;
}

/** Batches decoded ahead of the training step. */
const batchesAhead = 2;

/**
 * Training pictures decoded from their files for every step, so that memory holds a few batches however many there
 * are. Decoding runs beside the training; the pictures depend on the random source only, not on how fast it is.
 *
 * @param size side S of the pictures; the batches are `[B, S, S, 3]` in 0..255
 */
export function fileBatches(
  files: readonly PictureFile[],
  size: number,
  augmentation: PictureAugmentation,
): BatchSource {
  const bytes = size * size * 3;
  async function* decoded(batchSize: number, random: RandomSource, first: number) {
    let batch = 0;
    for (const anchors of shuffledBatches(files.length, batchSize, random)) {
      const variations = Array.from(anchors, () => drawVariation(augmentation, size, random));
      if (batch++ < first) continue;
      const pixels = new Uint8Array(anchors.length * bytes);
      await forEachConcurrently(anchors.length, async (b) => {
        const { path, box } = files[anchors[b]!]!;
        const options = { padding: augmentation.padding, ...(box && { box }) };
        pixels.set(await augmentedPicture(path, size, variations[b]!, options), b * bytes);
      });
      yield { anchors, values: Float32Array.from(pixels) };
    }
  }
  return {
    size: files.length,
    skips: true,
    async *epoch(batchSize, random, first = 0) {
      for await (const { anchors, values } of prefetch(decoded(batchSize, random, first), batchesAhead)) {
        yield { input: tf.tensor4d(values, [anchors.length, size, size, 3]), anchors };
      }
    },
  };
}
