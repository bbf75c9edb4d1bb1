import * as tf from '@tensorflow/tfjs';
import type { GalleryModel } from '../models/galleryModel.js';
import type { EmbeddingMatrix } from './embeddingMatrix.js';
import { forEachBatch } from './extractEmbeddings.js';
import { describePictures, type StoreOptions } from './galleryEmbeddings.js';
import { requestedRows, type PictureSource } from './pictureSource.js';
import { storedMatrix } from './storedMatrix.js';

/** Number of crops per picture. */
export const cropsPerPicture = 3;
/** The crop that evaluation uses: the one in the middle. */
export const centreCrop = 0;
/** Pictures are this much larger than a crop: 108 pixels for crops of 96. */
const pictureToCrop = 1.125;

/**
 * Features of a frozen network on three fixed crops of every picture: the middle, the upper left and the lower right.
 * @returns `[rows * 3, F]`; row `3 i + c` is crop `c` of the i-th picture. From the store where it is there.
 */
export async function featureCrops(
  model: GalleryModel,
  source: PictureSource,
  options: StoreOptions = {},
): Promise<EmbeddingMatrix> {
  const { onProgress, folder, framing = 'whole', signal, batch } = options;
  const rows = requestedRows(source, options.rows);
  const size = Math.round(model.size * pictureToCrop);
  const report = (done: number) =>
    onProgress?.({ done, total: rows.length, what: `${model.name}: crops of ${source.name}` });
  return storedMatrix({
    description: {
      ...describePictures(source, rows),
      model: model.identity,
      modelName: model.name,
      framing,
      crops: `${cropsPerPicture} of ${size}`,
    },
    rows: rows.length * cropsPerPicture,
    columns: model.dimension,
    rowsPerChunk: 512 * cropsPerPicture,
    folder,
    onProgress: (done) => report(done / cropsPerPicture),
    compute: async (first, count) => {
      const start = first / cropsPerPicture;
      const part = rows.subarray(start, start + count / cropsPerPicture);
      const data = new Float32Array(count * model.dimension);
      await forEachBatch(source, part, { size, framing, signal, batch }, async (pixels, at, pictures) => {
        const vectors = await embedCrops(model, pixels, pictures, size);
        data.set(vectors, at * cropsPerPicture * model.dimension);
        report(start + at + pictures);
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
