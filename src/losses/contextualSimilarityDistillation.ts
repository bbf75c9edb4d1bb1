import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { withSlope } from '../compute/kernels/closedForm.js';
import { neighbourSourceSchema } from './neighbourSource.js';
import type { Loss, LossDefinition } from './types.js';

const schema = z.strictObject({
  kind: z.literal('contextualSimilarityDistillation'),
  neighbours: neighbourSourceSchema.default({ from: 'batch' }),
  queryTemperature: z.number().positive().default(0.1).describe('`tau_q`, divides the query similarities.'),
  galleryTemperature: z
    .number()
    .positive()
    .default(0.1)
    .describe('`tau_g`, divides the gallery similarities.'),
  anchorFirst: z
    .boolean()
    .default(false)
    .describe(
      'Puts the pair (query embedding, gallery embedding of the same picture) in front of the list, the first-order term.',
    ),
});

/**
 * Contextual similarity distillation: `KL(softmax(t / tau_g) || softmax(s / tau_q))` over each anchor's list
 * (Wu et al., CVPR 2022).
 */
export const contextualSimilarityDistillation = {
  what: "Matches the softmax of the gallery model's similarities over a list",
  source: 'Wu et al. 2022 (CSD), Eq. 5 and 7',
  use: "where the gallery model's scores are to be trusted, near ones most; a strong published baseline",
  schema,
  needsScores: () => true,
  create({ neighbours, queryTemperature, galleryTemperature, anchorFirst }): Loss {
    return {
      name: 'contextualSimilarityDistillation',
      isRepeatable: true,
      compute(batch) {
        let { query: s, gallery: t } = batch.lists(neighbours);
        if (anchorFirst) {
          s = tf.concat([tf.sum<tf.Tensor2D>(tf.mul(batch.query, batch.gallery), 1, true), s], 1);
          t = tf.concat([tf.ones<tf.Rank.R2>([t.shape[0], 1]), t], 1);
        }
        return softmaxDivergence(s, t, queryTemperature, galleryTemperature);
      },
    };
  },
} satisfies LossDefinition<typeof schema>;

/**
 * Mean over the rows of `KL(softmax(t / tau_g) || softmax(s / tau_q))`, with the closed-form gradient
 * `dL/ds = (softmax(s / tau_q) - softmax(t / tau_g)) / (tau_q B)`.
 *
 * @param s `[B, K]`
 * @param t `[B, K]`, treated as constant
 */
export function softmaxDivergence(
  s: tf.Tensor2D,
  t: tf.Tensor2D,
  queryTemperature: number,
  galleryTemperature: number,
): tf.Scalar {
  return withSlope(s, (x) => {
    const logP = tf.logSoftmax(tf.div(t, galleryTemperature));
    const logQ = tf.logSoftmax(tf.div(x, queryTemperature));
    const p = tf.exp(logP);
    const rows = x.shape[0];
    return {
      value: tf.div(tf.sum(tf.mul(p, tf.sub(logP, logQ))), rows),
      slope: tf.div(tf.sub(tf.exp(logQ), p), queryTemperature * rows),
    };
  });
}
