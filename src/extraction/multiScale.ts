import * as tf from '@tensorflow/tfjs-core';
import { scaledSize } from '../images/photoSize.js';
import { unitRows } from '../models/unitRows.js';
import type { PhotoModel } from './photoModel.js';

/** Scales of the field's multi-scale descriptors (Radenovic et al. 2018). */
export const usualScales: readonly number[] = [1, Math.SQRT1_2, Math.SQRT2];

type ScaleModel = Pick<PhotoModel, 'embed' | 'embedScales'>;

/**
 * The multi-scale descriptor: the mean of the unit vectors at each scale, brought to length 1 again, or what the model
 * itself makes of several scales.
 *
 * Each scale is a bilinear resize without antialiasing of the picture as decoded (half-pixel centres, sides rounded
 * down), as the field's scripts resize the network's input. At a single scale of 1 it is the model's own vector.
 *
 * @param pixels `[B, H, W, 3]` pixel values 0..255
 * @returns `[B, D]` unit rows
 */
export async function embedAtScales(
  model: ScaleModel,
  pixels: tf.Tensor4D,
  scales: readonly number[],
): Promise<tf.Tensor2D> {
  const joined = scales.length > 1 ? model.embedScales : undefined;
  return joined ? joinedByModel(joined, pixels, scales) : meanOfScales(model, pixels, scales);
}

async function joinedByModel(
  join: NonNullable<ScaleModel['embedScales']>,
  pixels: tf.Tensor4D,
  scales: readonly number[],
): Promise<tf.Tensor2D> {
  const scaled = scales.map((scale) => resized(pixels, scale));
  try {
    return await join(scaled);
  } finally {
    tf.dispose(scaled.filter((tensor) => tensor !== pixels));
  }
}

/** One scale after the other, so that only one is in memory. */
async function meanOfScales(
  model: ScaleModel,
  pixels: tf.Tensor4D,
  scales: readonly number[],
): Promise<tf.Tensor2D> {
  const vectors: tf.Tensor2D[] = [];
  try {
    for (const scale of scales) vectors.push(await embedAtScale(model, pixels, scale));
    return tf.tidy(() => unitRows(vectors.length === 1 ? vectors[0]! : tf.addN(vectors)));
  } finally {
    tf.dispose(vectors);
  }
}

async function embedAtScale(model: ScaleModel, pixels: tf.Tensor4D, scale: number): Promise<tf.Tensor2D> {
  const scaled = resized(pixels, scale);
  try {
    const vectors = await model.embed(scaled);
    const units = tf.tidy(() => unitRows(vectors));
    vectors.dispose();
    return units;
  } finally {
    if (scaled !== pixels) scaled.dispose();
  }
}

function resized(pixels: tf.Tensor4D, scale: number): tf.Tensor4D {
  if (scale === 1) return pixels;
  const { width, height } = scaledSize({ height: pixels.shape[1], width: pixels.shape[2] }, scale);
  return tf.tidy(() => tf.image.resizeBilinear(tf.cast(pixels, 'float32'), [height, width], false, true));
}
