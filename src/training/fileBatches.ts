import type * as tf from '@tensorflow/tfjs-core';
import { pixelTensor } from '../compute/kernels/pixelTensor.js';
import { beginAhead } from '../base/threads/beginAhead.js';
import type { Box } from '../images/decodePicture.js';
import { pictureInput } from '../images/pictureInput.js';
import type { RandomSource } from '../base/randomSource.js';
import { sharedAugmentPool } from './augmentPool.js';
import { shuffledBatches, type BatchSource } from './batchSource.js';
import { drawVariation, type PictureAugmentation, type PictureVariation } from './pictureAugmentation.js';

/** A training picture on disk. */
export interface PictureFile {
  path: string;
  /** Part of the upright picture to use. */
  box?: Box;
  /** Gives its bytes where it is a part of a file; `path` is how errors call it then. */
  read?: () => Promise<Uint8Array>;
}

/** A picture and how a step sees it. */
interface DrawnPicture {
  file: PictureFile;
  variation: PictureVariation;
}

/** Batches decoded ahead of the training step. */
export const batchesAhead = 2;

/** Pictures that a thread is given at a time: few enough to share a batch, enough that asking costs little. */
const picturesPerTask = 8;

/** Most bytes that the pictures of a source take in memory: the batches in work and ahead, and the step's as numbers. */
export function fileBatchBytes(batchSize: number, size: number): number {
  return batchSize * size * size * 3 * (batchesAhead + 1 + Float32Array.BYTES_PER_ELEMENT);
}

/**
 * Training pictures decoded from their files for every step, so that memory holds a few batches however many there
 * are. Threads of their own decode them while the calling thread trains; the pictures depend on the random source only, not
 * on how fast it is.
 *
 * @param size side S of the pictures; the batches are `[B, S, S, 3]` in 0..255
 * @param pool threads that decode; default one per core, shared by every source of this process
 */
export function fileBatches(
  files: readonly PictureFile[],
  size: number,
  augmentation: PictureAugmentation,
  pool = sharedAugmentPool(),
): BatchSource {
  const { padding } = augmentation;
  const bytes = size * size * 3;
  function* decoding(batchSize: number, random: RandomSource, first: number) {
    let number = 0;
    for (const anchors of shuffledBatches(files.length, batchSize, random)) {
      const pictures = Array.from(anchors, (anchor): DrawnPicture => {
        return { file: files[anchor]!, variation: drawVariation(augmentation, size, random) };
      });
      if (number++ >= first) yield decoded(anchors, pictures);
    }
  }
  async function decoded(anchors: Int32Array, pictures: readonly DrawnPicture[]) {
    const pixels = new Uint8Array(anchors.length * bytes);
    const decode = async (place: number): Promise<void> => {
      const some = await Promise.all(
        pictures.slice(place, place + picturesPerTask).map(async ({ file, variation }) => {
          return { source: await pictureInput(file), box: file.box, variation };
        }),
      );
      pixels.set(await pool.run('augment', { pictures: some, size, padding }), place * bytes);
    };
    const tasks: Promise<void>[] = [];
    for (let place = 0; place < anchors.length; place += picturesPerTask) tasks.push(decode(place));
    const failed = (await Promise.allSettled(tasks)).find((end) => end.status === 'rejected');
    if (failed) throw failed.reason;
    return { anchors, pixels };
  }
  return {
    size: files.length,
    skips: true,
    async *epoch(batchSize, random, first = 0) {
      for await (const { anchors, pixels } of beginAhead(decoding(batchSize, random, first), batchesAhead)) {
        yield { input: pixelTensor<tf.Tensor4D>(pixels, [anchors.length, size, size, 3]), anchors };
      }
    },
  };
}
