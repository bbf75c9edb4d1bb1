import type * as tf from '@tensorflow/tfjs-core';
import { describeValue } from '../base/describeValue.js';
import { RetrievalError } from '../errors.js';

/** Refuses a temperature that is not above 0. */
export function checkTemperature(temperature: number): void {
  if (Number.isFinite(temperature) && temperature > 0) return;
  throw new RetrievalError({
    what: 'The temperature is out of range',
    where: 'temperature',
    expected: 'a number above 0',
    found: describeValue(temperature),
    kind: 'usage',
  });
}

/** Refuses query and gallery similarities that do not belong to the same lists. */
export function checkSameLists(query: tf.Tensor2D, gallery: tf.Tensor2D): void {
  if (query.shape[0] === gallery.shape[0] && query.shape[1] === gallery.shape[1]) return;
  throw new RetrievalError({
    what: 'Every query similarity needs the gallery similarity of the same pair',
    where: 'lists',
    expected: `[${gallery.shape.join(', ')}] as those of the gallery model`,
    found: `[${query.shape.join(', ')}]`,
    kind: 'usage',
  });
}
