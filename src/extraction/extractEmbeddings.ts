import { setImmediate } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import type { GalleryModel } from '../models/galleryModel.js';
import { embeddingMatrix, type EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { checkVectorMemory } from '../vectors/vectorMemory.js';
import { requestedRows, type ExtractionOptions, type PictureSource } from './pictureSource.js';

/** Pictures that run through the network at once. */
export const squaresPerBatch = 16;

/**
 * Embeds pictures with a gallery model: `[rows.length, D]`, nothing stored. While the network works on one batch the
 * next is decoded.
 * @throws the signal's reason when aborted; RetrievalError for vectors that memory can't hold.
 */
export async function extractEmbeddings(
  model: GalleryModel,
  source: PictureSource,
  options: ExtractionOptions = {},
): Promise<EmbeddingMatrix> {
  const { size, dimension } = model;
  const rows = requestedRows(source, options.rows);
  checkVectorMemory(rows.length, dimension, source.name);
  const data = new Float32Array(rows.length * dimension);
  await forEachBatch(source, rows, { ...options, size }, async (pixels, first, count) => {
    const pictures = tf.tensor4d(pixels, [count, size, size, 3], 'int32');
    const vectors = await model.embed(pictures);
    data.set(await vectors.data<'float32'>(), first * dimension);
    tf.dispose([pictures, vectors]);
  });
  return embeddingMatrix(data, rows.length, dimension);
}

/** Runs `use` on batch after batch of pixel values; the next batch is on its way meanwhile. */
export async function forEachBatch(
  source: PictureSource,
  rows: Int32Array,
  options: ExtractionOptions & { size: number },
  use: (pixels: Uint8Array, first: number, count: number) => Promise<void>,
): Promise<void> {
  const { batch = squaresPerBatch, size, framing, onProgress, signal } = options;
  const request = (first: number) =>
    first < rows.length ? source.pixels(rows.subarray(first, first + batch), { size, framing }) : undefined;
  let next = request(0);
  for (let first = 0; first < rows.length; first += batch) {
    const pixels = await next!;
    signal?.throwIfAborted();
    next = request(first + batch);
    // A failure of the batch on its way is reported when its turn comes.
    next?.catch(() => undefined);
    await setImmediate();
    const count = Math.min(batch, rows.length - first);
    await use(pixels, first, count);
    onProgress?.({ done: first + count, total: rows.length, what: `pictures of ${source.name}` });
  }
}
