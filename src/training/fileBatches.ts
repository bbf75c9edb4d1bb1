import * as tf from '@tensorflow/tfjs-core';
import { forEachConcurrently, pictureWorkers } from '../base/forEachConcurrently.js';
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
export const batchesAhead = 2;

/**
 * Most bytes that the pictures of a source take in memory: the batch of the step, those ahead as floats, and the bytes of one
 * that is being decoded.
 */
export function fileBatchBytes(batchSize: number, size: number): number {
  return batchSize * size * size * 3 * (4 * (batchesAhead + 2) + 1);
}

/**
 * Training pictures decoded from their files for every step, so that memory holds a few batches however many there
 * are. Decoding runs beside the training; the pictures depend on the random source only, not on how fast it is.
 *
 * @param size side S of the pictures; the batches are `[B, S, S, 3]` in 0..255
 * @param workers pictures decoded at the same time; default one per core, as far as Node has threads
 */
export function fileBatches(
  files: readonly PictureFile[],
  size: number,
  augmentation: PictureAugmentation,
  workers = pictureWorkers,
): BatchSource {
  const bytes = size * size * 3;
  async function* decoded(batchSize: number, random: RandomSource, first: number) {
    let batch = 0;
    for (const anchors of shuffledBatches(files.length, batchSize, random)) {
      const variations = Array.from(anchors, () => drawVariation(augmentation, size, random));
      if (batch++ < first) continue;
      const pixels = new Uint8Array(anchors.length * bytes);
      const decode = async (b: number): Promise<void> => {
        const { path, box } = files[anchors[b]!]!;
        const options = { padding: augmentation.padding, ...(box && { box }) };
        pixels.set(await augmentedPicture(path, size, variations[b]!, options), b * bytes);
      };
      await forEachConcurrently(anchors.length, decode, workers);
      yield { anchors, values: new Float32Array(pixels) };
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
