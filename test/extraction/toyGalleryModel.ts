import * as tf from '@tensorflow/tfjs';
import type { GalleryModel } from '../../src/models/galleryModel.js';

/** Embeds a picture as its mean and its upper left pixel. */
export function toyModel(identity = 'toy model'): GalleryModel {
  return {
    name: 'toy model',
    dimension: 2,
    size: 8,
    identity,
    embed: (pixels) =>
      Promise.resolve(
        tf.tidy(() => {
          const values = tf.cast(pixels, 'float32');
          const corner = tf.reshape(tf.slice(values, [0, 0, 0, 0], [-1, 1, 1, 1]), [-1]);
          return tf.stack([tf.mean(values, [1, 2, 3]), corner], 1) as tf.Tensor2D;
        }),
      ),
    dispose: () => undefined,
  };
}
