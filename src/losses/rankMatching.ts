import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { withGradient } from '../compute/kernels/closedForm.js';
import { checkTemperature } from './checkLists.js';
import { neighbourSourceSchema } from './neighbourSource.js';
import type { Loss, LossDefinition } from './types.js';

const schema = z.strictObject({
  kind: z.literal('rankMatching'),
  neighbours: neighbourSourceSchema.default({ from: 'bank', count: 128 }),
  temperature: z
    .number()
    .positive()
    .default(0.1)
    .describe('`tau` of the sigmoid that stands for the step, in cosine units.'),
  error: z
    .enum(['squared', 'huber'])
    .default('squared')
    .describe('How soft ranks are compared with positions.'),
  huberWidth: z
    .number()
    .positive()
    .default(0.1)
    .describe('Where the Huber error turns from square to straight, as a share of the list.'),
});

/**
 * Matches soft ranks instead of the whole order matrix: `R_q(i) = 1 + sum_{j != i} sigma((s_j - s_i) / tau)` is pulled
 * towards the position `i`, both divided by K. An ablation of rank order preservation; ours.
 */
export const rankMatching = {
  what: "Pulls the soft rank of each item to its place in the gallery model's list",
  source: 'ours, row sums of rank order preservation',
  use: 'as a cheaper look at order than every pair; an ablation',
  schema,
  create({ neighbours, temperature, error, huberWidth }): Loss {
    return {
      name: 'rankMatching',
      isRepeatable: true,
      compute(batch) {
        const { query } = batch.lists(neighbours);
        const length = query.shape[1];
        const gaps = tf.div(tf.sub(softRanks(query, temperature), tf.range(1, length + 1)), length);
        if (error === 'squared') return tf.mean(tf.square(gaps));
        const size = tf.abs(gaps);
        const square = tf.div(tf.square(tf.minimum(size, huberWidth)), 2 * huberWidth);
        return tf.mean(tf.add(square, tf.relu(tf.sub(size, huberWidth))));
      },
    };
  },
} satisfies LossDefinition<typeof schema>;

/**
 * Soft ranks `1 + sum_{j != i} sigma((s_j - s_i) / tau)`, differentiable without keeping a `[B, K, K]` tensor.
 * The Jacobian is symmetric up to sign, so its product with a vector is recomputed on the way back.
 *
 * @param s `[B, K]`
 * @returns `[B, K]`, 1 for the highest similarity as `tau` goes to 0
 * @throws RetrievalError for a temperature that is not above 0.
 */
export function softRanks(s: tf.Tensor2D, temperature: number): tf.Tensor2D {
  checkTemperature(temperature);
  const steps = (x: tf.Tensor): tf.Tensor =>
    tf.sigmoid(tf.div(tf.sub(tf.expandDims(x, 1), tf.expandDims(x, 2)), temperature));
  return withGradient(s, (x, save) => {
    save([x]);
    return {
      // The diagonal adds sigma(0) = 1/2.
      value: tf.tidy(() => tf.add<tf.Tensor2D>(tf.sum(steps(x), 2), 0.5)),
      gradFunc: (dy, [saved]) =>
        tf.tidy(() => {
          const y = steps(saved!);
          const slopes = tf.div(tf.mul(y, tf.sub(1, y)), temperature);
          const spread = tf.squeeze(tf.matMul(tf.expandDims(dy, 1), slopes), [1]);
          return tf.sub(spread, tf.mul(dy, tf.sum(slopes, 2)));
        }),
    };
  });
}
