import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { fitRows } from './mappings/isotonicRegression.js';
import { valuesNow } from '../compute/backend/valuesNow.js';
import { withSlope } from '../compute/kernels/closedForm.js';
import { neighbourSourceSchema } from './neighbourSource.js';
import type { Loss, LossDefinition } from './types.js';

const schema = z.strictObject({
  kind: z.literal('isotonicSimilarityPreservation'),
  neighbours: neighbourSourceSchema.default({ from: 'bank', count: 64 }),
});

const asker = {
  where: 'the loss isotonicSimilarityPreservation, which fits each list in its step',
  fix: 'take another loss, such as monotonicSimilarityPreservation, or compute with ASYMMETRIC_BACKEND=native',
};

/**
 * Monotonic similarity preservation with a free map per anchor: the query similarities are pulled towards the closest
 * sequence that keeps the gallery model's order (isotonic regression). Zero exactly when the order is kept; ours.
 */
export const isotonicSimilarityPreservation = {
  what: "Pulls similarities to the nearest list that keeps the gallery model's order",
  source: 'ours; isotonic regression as in Kruskal 1964',
  use: 'where only the order counts and no map should be shared between pictures; slow on long lists',
  schema,
  create({ neighbours }): Loss {
    return {
      name: 'isotonicSimilarityPreservation',
      compute: (batch) => isotonicStress(batch.lists(neighbours).query),
    };
  },
} satisfies LossDefinition<typeof schema>;

/**
 * `mean (s - y)^2` where `y` is the isotonic regression of each row. `y` is a projection, so the gradient is exactly
 * that of a constant target, `2 (s - y) / (B K)`.
 *
 * @param s `[B, K]`, columns in the gallery model's order
 * @throws RetrievalError on WebGPU outside a browser.
 */
export function isotonicStress(s: tf.Tensor2D): tf.Scalar {
  const [batch, length] = s.shape;
  return withSlope(s, (x) => {
    const fitted = fitRows(valuesNow(x, asker), batch, length);
    const gap = tf.sub(x, tf.tensor2d(fitted, [batch, length]));
    return { value: tf.mean(tf.square(gap)), slope: tf.mul(gap, 2 / (batch * length)) };
  });
}
