import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import type { PhotoModel } from '../../src/extraction/photoModel.js';
import type { PhotoRecord } from '../../src/extraction/photoChunks.js';
import { sharp } from '../../src/images/sharp.js';
import { randomSource } from '../../src/base/randomSource.js';

/** Writes smooth random pictures of the given sizes. */
export async function writePhotos(folder: string, sizes: [number, number][]): Promise<PhotoRecord[]> {
  mkdirSync(folder, { recursive: true });
  return Promise.all(
    sizes.map(async ([width, height], i): Promise<PhotoRecord> => {
      const random = randomSource(i, 'photo');
      const data = Buffer.from(Array.from({ length: 4 * 4 * 3 }, () => random.integer(256)));
      const path = join(folder, `${i}.png`);
      const picture = sharp(data, { raw: { width: 4, height: 4, channels: 3 } });
      writeFileSync(path, await picture.resize(width, height, { fit: 'fill' }).png().toBuffer());
      return { id: `photo ${i}`, path };
    }),
  );
}

/** Sizes of the inputs that a toy model was given, `B x H x W`. */
export type Seen = [number, number, number][];

/**
 * A fully convolutional model of one layer: 3 x 3 differences, squared, mean over the positions, L2. Its vectors depend
 * on the size, as a real network's do.
 */
export function toyPhotoModel(identity = 'toy'): PhotoModel & { seen: Seen } {
  const seen: Seen = [];
  return {
    name: 'toy',
    dimension: 6,
    size: 32,
    identity,
    anySize: true,
    seen,
    embed(pixels) {
      seen.push([pixels.shape[0], pixels.shape[1], pixels.shape[2]]);
      return Promise.resolve(
        tf.tidy(() => {
          const values = tf.div<tf.Tensor4D>(tf.cast(pixels, 'float32'), 255);
          const mean = tf.mean<tf.Tensor2D>(values, [1, 2]);
          const deviation = tf.mean<tf.Tensor2D>(tf.square(tf.avgPool(values, 3, 2, 'same')), [1, 2]);
          const vectors = tf.concat([mean, deviation], 1);
          return tf.div<tf.Tensor2D>(vectors, tf.norm(vectors, 2, 1, true));
        }),
      );
    },
    dispose: () => undefined,
  };
}
