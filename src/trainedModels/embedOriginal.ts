import * as tf from '@tensorflow/tfjs-core';
import { embeddingMatrix, type EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { createGalleryModel } from '../models/createGalleryModel.js';
import type { QueryModel } from '../models/queryModel.js';
import { embedAll } from '../training/embedAll.js';
import type { FrozenFeatures } from './frozenFeatures.js';
import { inBatches } from './inBatches.js';

/**
 * Embeds pictures as the workspace does, by the query model itself; a head on features that its frozen network makes.
 *
 * @param pixels `[N, S, S, 3]` in 0..255, flat
 * @returns unit rows `[N, D]`
 */
export async function embedOriginal(
  model: QueryModel,
  features: FrozenFeatures | undefined,
  pixels: Float32Array,
  count: number,
): Promise<EmbeddingMatrix> {
  const input = features ? await featuresOf(features, pixels, count) : pixels;
  return embeddingMatrix(await embedAll(model, input, count), count, model.dimension);
}

async function featuresOf(
  { name, size, pooling }: FrozenFeatures,
  pixels: Float32Array,
  count: number,
): Promise<Float32Array> {
  const network = await createGalleryModel({ name, size, pooling });
  try {
    return await inBatches(pixels, count, async (part, rows) => {
      const pictures = tf.tensor4d(part, [rows, size, size, 3]);
      const vectors = await network.embed(pictures);
      const values = await vectors.data<'float32'>();
      tf.dispose([pictures, vectors]);
      return values;
    });
  } finally {
    network.dispose();
  }
}
