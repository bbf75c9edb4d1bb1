import * as tf from '@tensorflow/tfjs-core';
import { RetrievalError } from '../../errors.js';
import type { GalleryModel } from '../galleryModel.js';

/** Cosine from which on a picture and none at all count as the same to a model. */
const sameCosine = 0.99999;
const grey = 128;

/**
 * Embeds one picture and an empty one, to know before many whether the model sees anything.
 *
 * @param pixels RGB bytes `[size, size, 3]` of the picture
 * @returns the cosine of the two vectors
 * @throws RetrievalError for numbers that are not finite, and when both vectors are the same.
 */
export async function tryModel(
  { name, size, embed }: Pick<GalleryModel, 'name' | 'size' | 'embed'>,
  pixels: Uint8Array,
): Promise<number> {
  const both = Int32Array.from({ length: 2 * pixels.length }, (_, i) => pixels[i] ?? grey);
  const input = tf.tensor4d(both, [2, size, size, 3], 'int32');
  const vectors = await embed(input);
  const data = await vectors.data<'float32'>();
  tf.dispose([input, vectors]);
  const half = data.length / 2;
  const cosine = data.subarray(0, half).reduce((sum, value, d) => sum + value * data[half + d]!, 0);
  if (cosine < sameCosine) return cosine;
  throw new RetrievalError({
    what: 'The model does not tell a picture from an empty one',
    where: name,
    expected: `finite vectors with a cosine below ${sameCosine}`,
    found: Number.isNaN(cosine) ? 'NaN' : `cosine ${cosine.toFixed(6)}`,
    fix: 'correct size, layout, mean, deviation and output with --onnx',
    kind: 'data',
  });
}
