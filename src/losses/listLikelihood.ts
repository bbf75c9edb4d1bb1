import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { neighbourSourceSchema } from './neighbourSource.js';
import type { Loss, LossDefinition } from './types.js';

const schema = z.strictObject({
  kind: z.literal('listLikelihood'),
  neighbours: neighbourSourceSchema.default({ from: 'bank', count: 256 }),
  topRows: z
    .int()
    .positive()
    .default(12)
    .describe('Places of the ranking whose choice is scored; the others only compete.'),
  temperature: z
    .number()
    .min(0.03)
    .default(0.1)
    .describe('Divides the similarities. Below 0.03 the smallest competitors leave the range of float32.'),
});

/**
 * ListMLE (Xia et al. 2008): the negative log-likelihood of the gallery model's order under the Plackett-Luce model of
 * the query model's scores, `mean_i [logsumexp_{j >= i} s_j - s_i]` over the first places.
 */
export const listLikelihood = {
  what: "Makes the gallery model's first places likely, choice after choice",
  source: 'Xia et al. 2008 (ListMLE); order from the gallery model: ours',
  use: 'where the order of the first few results counts',
  schema,
  create({ neighbours, topRows, temperature }): Loss {
    return {
      name: 'listLikelihood',
      isRepeatable: true,
      compute(batch) {
        const { query } = batch.lists(neighbours);
        const s = tf.div<tf.Tensor2D>(query, temperature);
        const [rows, items] = s.shape;
        const highest = tf.max(s, 1, true);
        const tails = tf.cumsum(tf.exp(tf.sub(s, highest)), 1, false, true);
        const costs = tf.sub<tf.Tensor2D>(tf.add(tf.log(tails), highest), s);
        return tf.mean(tf.slice2d(costs, [0, 0], [rows, Math.min(topRows, items)]));
      },
    };
  },
} satisfies LossDefinition<typeof schema>;
