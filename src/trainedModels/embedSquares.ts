import * as tf from '@tensorflow/tfjs-core';
import type { GalleryModel } from '../models/galleryModel.js';
import type { QueryModel } from '../models/queryModel.js';
import { embedAll } from '../training/embedAll.js';
import { embeddingMatrix, type EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { inBatches } from './inBatches.js';

/**
 * Embeds prepared pictures by the query model.
 *
 * @param frozen the network whose features a head stands on
 * @param squares `[N, S, S, 3]` in 0..255, flat
 * @param count N
 * @returns unit rows `[N, D]`
 */
export async function embedSquares(
  model: QueryModel,
  frozen: GalleryModel | undefined,
  squares: Float32Array,
  count: number,
): Promise<EmbeddingMatrix> {
  const input = frozen ? await featuresOf(frozen, squares, count) : squares;
  return embeddingMatrix(await embedAll(model, input, count), count, model.dimension);
}

function featuresOf(frozen: GalleryModel, squares: Float32Array, count: number): Promise<Float32Array> {
  const { size } = frozen;
  return inBatches(squares, count, async (part, rows) => {
    const pictures = tf.tensor4d(part, [rows, size, size, 3]);
    const vectors = await frozen.embed(pictures);
    const values = await vectors.data<'float32'>();
    tf.dispose([pictures, vectors]);
    return values;
  });
}
