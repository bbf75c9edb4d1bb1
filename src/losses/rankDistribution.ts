import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { tieGroups } from '../compute/kernels/tieGroups.js';
import { softmaxDivergence } from './contextualSimilarityDistillation.js';
import { neighbourSourceSchema } from './neighbourSource.js';
import type { Loss, LossDefinition, RankingLists } from './types.js';

const schema = z.strictObject({
  kind: z.literal('rankDistribution'),
  neighbours: neighbourSourceSchema.default({ from: 'bank', count: 512 }),
  exponent: z
    .number()
    .min(0)
    .default(1)
    .describe(
      '`a`: how fast the attention falls along the list, `p_k` proportional to `k^-a`; 0 asks for equal similarities.',
    ),
  temperature: z.number().positive().default(0.1).describe('`tau`, divides the query similarities.'),
});

/**
 * Listwise rank order preservation: the softmax of the query similarities follows a fixed distribution over the
 * *positions* of the gallery model's list, `KL(p || softmax(s / tau))` with `p_k = k^-a / sum_j j^-a`. Like contextual
 * similarity distillation it looks at the whole list at once and most at its top; like rank order preservation it sees
 * the order only, so no increasing map of the gallery's similarities changes it. Ours.
 */
export const rankDistribution = {
  what: "Gives each place of the gallery model's list a fixed share of a softmax over the list",
  source: 'ours; listwise form of rank order preservation, softmax as in Cao et al. 2007 (ListNet)',
  use: 'where the top of long lists counts and no labels are at hand',
  schema,
  create({ neighbours, exponent, temperature }): Loss {
    return {
      name: 'rankDistribution',
      isRepeatable: true,
      compute(batch) {
        const lists = batch.lists(neighbours);
        const target = tf.log(positionShares(lists, exponent));
        return softmaxDivergence(lists.query, target, temperature, 1);
      },
    };
  },
} satisfies LossDefinition<typeof schema>;

/**
 * The share of attention that each item gets from its position; items with equal similarities divide what their
 * positions get.
 * @returns `p` `[1 or B, K]`, rows summing to 1
 */
export function positionShares(
  { gallery, distinct }: Pick<RankingLists, 'gallery' | 'distinct'>,
  exponent: number,
): tf.Tensor2D {
  return tf.tidy(() => {
    const length = gallery.shape[1];
    const powers = tf.pow<tf.Tensor1D>(tf.range(1, length + 1), -exponent);
    const shares = tf.div<tf.Tensor1D>(powers, tf.sum(powers));
    if (distinct) return tf.expandDims<tf.Tensor2D>(shares, 0);
    const { first, last } = tieGroups(gallery);
    // Sums from the end keep the small shares there exact.
    const from = tf.cumsum(shares, 0, false, true);
    const after = tf.cumsum(shares, 0, true, true);
    const sums = tf.sub(tf.gather(from, first), tf.gather(after, last));
    const sizes = tf.add(tf.sub(tf.cast(last, 'float32'), tf.cast(first, 'float32')), 1);
    return tf.div<tf.Tensor2D>(sums, sizes);
  });
}
