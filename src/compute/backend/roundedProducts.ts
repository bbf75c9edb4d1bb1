import * as tf from '@tensorflow/tfjs-core';
import { factorPlaces } from './narrowProducts.js';
import { aroundOperations } from './intercept.js';
import type { Precision } from './precision.js';

/** Bits of a number's leading part, the first of which is always one. */
const significantBits: Record<Precision, number> = { float32: 24, tf32: 11, float16: 11, bfloat16: 8 };

/**
 * Imitates on any device what a device does that rounds the factors of products: from here on the factors of every product
 * and convolution on the native backend are rounded to the precision's bits, to the nearest.
 * @returns a function that ends it.
 */
export function roundProducts(precision: Precision): () => void {
  if (precision === 'float32') return () => undefined;
  return aroundOperations((run, name, attributes, inputs, outputs) => {
    const places = factorPlaces[name];
    if (!places) return run(name, attributes, inputs, outputs);
    const factors = inputs.map((input, place) =>
      places.includes(place) ? roundedTo(input, significantBits[precision]) : input,
    );
    const results = run(name, attributes, factors, outputs);
    places.forEach((place) => factors[place]!.dispose());
    return results;
  });
}

/** Splits off what lies below the leading bits (Dekker 1971). */
function roundedTo(x: tf.Tensor, bits: number): tf.Tensor {
  return tf.tidy(() => {
    const spread = tf.mul(x, 2 ** (24 - bits) + 1);
    return tf.sub(spread, tf.sub(spread, x));
  });
}
