import * as tf from '@tensorflow/tfjs-core';
import type { GalleryModel } from '../models/galleryModel.js';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { forEachBatch } from './extractEmbeddings.js';
import type { PictureSource } from './pictureSource.js';
import { storedExtraction, type StoreOptions } from './storedExtraction.js';

/** Number of crops per picture. */
export const cropsPerPicture = 3;
/** The crop that evaluation uses: the one in the middle. */
export const centreCrop = 0;
/** Pictures are this much larger than a crop: 108 pixels for crops of 96. */
const pictureToCrop = 1.125;
/** Side of the pictures that crops of a side are cut from. */
export const pictureSize = (crop: number): number => Math.round(crop * pictureToCrop);

/** How stored features say which crops they come from: `3 of 108` for those of 96 pixels. */
export function describeCrops(size: number): string {
  return `${cropsPerPicture} of ${pictureSize(size)}`;
}

/**
 * Features of a frozen network on three fixed crops of every picture: the middle, the upper left and the lower right.
 * @returns `[rows * 3, F]`; row `3 i + c` is crop `c` of the i-th picture. From the data set or the store where they have it.
 */
export async function featureCrops(
  model: GalleryModel,
  source: PictureSource,
  options: StoreOptions = {},
): Promise<EmbeddingMatrix> {
  const size = pictureSize(model.size);
  return storedExtraction(model, source, options, {
    vectorsPerPicture: cropsPerPicture,
    crops: describeCrops(model.size),
    embed: async (part) => {
      const vectorsOfPicture = cropsPerPicture * model.dimension;
      const data = new Float32Array(part.rows.length * vectorsOfPicture);
      await forEachBatch(source, part.rows, { ...part, size }, async (pixels, first, count) => {
        data.set(await embedCrops(model, pixels, count, size), first * vectorsOfPicture);
      });
      return data;
    },
  });
}

async function embedCrops(
  model: GalleryModel,
  pixels: Uint8Array,
  pictures: number,
  size: number,
): Promise<Float32Array> {
  const crops = tf.tidy(() =>
    cropPictures(tf.tensor4d(pixels, [pictures, size, size, 3], 'int32'), model.size),
  );
  const vectors = await model.embed(crops);
  const data = await vectors.data<'float32'>();
  tf.dispose([crops, vectors]);
  return data;
}

/** `[B, S, S, 3]` -> `[3 B, s, s, 3]`, the crops of one picture next to each other. */
export function cropPictures(pictures: tf.Tensor4D, size: number): tf.Tensor4D {
  const [batch, side] = pictures.shape;
  const room = side - size;
  const corners = [Math.floor(room / 2), 0, room];
  const crops = corners.map((corner) =>
    tf.slice4d(pictures, [0, corner, corner, 0], [batch, size, size, -1]),
  );
  return tf.reshape(tf.stack(crops, 1), [batch * corners.length, size, size, pictures.shape[3]]);
}
