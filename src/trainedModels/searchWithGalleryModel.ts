import * as tf from '@tensorflow/tfjs-core';
import { embeddingMatrix, type EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import type { GalleryModel } from '../models/galleryModel.js';
import type { PictureList, Pictures } from './pictureList.js';
import { searchPictures, type PictureSearch, type PictureSearchOptions } from './pictureSearch.js';

/** Pictures in one run of the network. */
const batch = 16;

/**
 * Searches a gallery with a model that was not trained here: the gallery model itself, or a query model in an ONNX file.
 * Pictures are squashed to squares of its size.
 * @throws RetrievalError as `TrainedModel.search`.
 */
export function searchWithGalleryModel(
  model: GalleryModel,
  queries: Pictures,
  options: PictureSearchOptions,
): Promise<PictureSearch> {
  const embed = (list: PictureList): Promise<EmbeddingMatrix> => embedList(model, list);
  return searchPictures({ run: undefined, dimension: model.dimension, embed }, queries, options);
}

async function embedList(model: GalleryModel, list: PictureList): Promise<EmbeddingMatrix> {
  const { size, dimension } = model;
  const count = list.ids.length;
  const data = new Float32Array(count * dimension);
  for (let first = 0; first < count; first += batch) {
    const rows = Array.from({ length: Math.min(batch, count - first) }, (_, n) => first + n);
    const pixels = await list.pixels(rows, { size });
    const input = tf.tensor4d(pixels, [rows.length, size, size, 3], 'int32');
    const vectors = await model.embed(input);
    data.set(await vectors.data<'float32'>(), first * dimension);
    tf.dispose([input, vectors]);
  }
  return embeddingMatrix(data, count, dimension);
}
