import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { Loss, LossDefinition } from './types.js';

const schema = z.strictObject({
  kind: z.literal('featureRegression'),
  form: z
    .enum(['cosine', 'squared', 'distance'])
    .default('cosine')
    .describe('`cosine` is `1 - q.g`, `squared` is `||q - g||^2`, `distance` is `||q - g||`.'),
});

// Keeps the gradient of the square root finite where both embeddings are equal.
const smallestSquare = 1e-6;

/**
 * Feature regression, the strict alignment: each query embedding is pulled onto the gallery model's embedding of the
 * same picture. The forms are those used by Budnik and Avrithis (2021) and by Wu et al. (2024).
 */
export const featureRegression = {
  what: "Pulls each query embedding onto the gallery model's embedding of the same picture",
  source: 'Budnik and Avrithis 2021 (regression)',
  use: 'the plain baseline, and a small share beside losses that look at orders or scores',
  schema,
  create({ form }): Loss {
    return {
      name: `featureRegression-${form}`,
      isRepeatable: true,
      compute({ query, gallery }) {
        if (form === 'cosine') return tf.mean(tf.sub(1, tf.sum(tf.mul(query, gallery), 1)));
        const squares = tf.sum(tf.squaredDifference(query, gallery), 1);
        return form === 'squared' ? tf.mean(squares) : tf.mean(tf.sqrt(tf.maximum(squares, smallestSquare)));
      },
    };
  },
} satisfies LossDefinition<typeof schema>;
