import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { Loss, LossDefinition } from './types.js';

const schema = z.strictObject({
  kind: z.literal('absoluteRelational'),
  asymmetricWeight: z
    .number()
    .min(0)
    .default(0.75)
    .describe('`lambda_1`: weight of query-to-gallery relations.'),
  symmetricWeight: z
    .number()
    .min(0)
    .default(0.68)
    .describe('`lambda_2`: weight of query-to-query relations.'),
});

/**
 * The absolute and relational terms of Suma and Tolias (2023), with one view a picture: `mean (1 - q.g)^2`, and the mean
 * squared errors of `q_i.g_j` and of `q_i.q_j` against `g_i.g_j` over `i != j` in the batch.
 */
export const absoluteRelational = {
  what: 'Matches embeddings, and similarities to and among the pictures of the batch',
  source: 'Suma and Tolias 2023 (RAML)',
  use: 'where neither labels nor long lists are at hand',
  schema,
  create({ asymmetricWeight, symmetricWeight }): Loss {
    return {
      name: 'absoluteRelational',
      isRepeatable: true,
      compute({ query, gallery }) {
        const rows = query.shape[0];
        const target = tf.matMul(gallery, gallery, false, true);
        const different = tf.sub(1, tf.eye(rows));
        const relational = (other: tf.Tensor2D): tf.Tensor => {
          const errors = tf.mul(tf.sub(tf.matMul(query, other, false, true), target), different);
          return tf.div(tf.sum(tf.square(errors)), Math.max(1, rows * (rows - 1)));
        };
        const absolute = tf.mean(tf.square(tf.sub(1, tf.sum(tf.mul(query, gallery), 1))));
        return tf.addN([
          absolute,
          tf.mul(asymmetricWeight, relational(gallery)),
          tf.mul(symmetricWeight, relational(query)),
        ]) as tf.Scalar;
      },
    };
  },
} satisfies LossDefinition<typeof schema>;
