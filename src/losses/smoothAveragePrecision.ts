import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { neighbourSourceSchema } from './neighbourSource.js';
import type { Loss, LossDefinition } from './types.js';

const schema = z.strictObject({
  kind: z.literal('smoothAveragePrecision'),
  neighbours: neighbourSourceSchema.default({ from: 'bank', count: 256 }),
  positives: z
    .int()
    .positive()
    .default(10)
    .describe("`|P|`: the first items of the gallery model's ranking, which count as the positives."),
  temperature: z.number().positive().default(0.05).describe('`tau` of the sigmoid that stands for the step.'),
});

/**
 * One minus the smooth average precision (Brown et al. 2020) with the gallery model's nearest items as positives: the
 * query model has to put the same items first, in whatever order.
 */
export const smoothAveragePrecision = {
  what: "Puts the gallery model's nearest items first, in whatever order",
  source: 'Brown et al. 2020 (Smooth-AP); positives from the gallery model: ours',
  use: 'where the first few results count as a set',
  schema,
  create({ neighbours, positives, temperature }): Loss {
    return {
      name: 'smoothAveragePrecision',
      isRepeatable: true,
      compute(batch) {
        const { query: s } = batch.lists(neighbours);
        const [rows, items] = s.shape;
        const count = Math.min(positives, items);
        const first = tf.slice2d(s, [0, 0], [rows, count]);
        const above = (others: tf.Tensor2D): tf.Tensor => {
          const gaps = tf.sub(tf.expandDims(others, 1), tf.expandDims(first, 2));
          // An item against itself adds a half, and its own rank starts at one.
          return tf.add(0.5, tf.sum(tf.sigmoid(tf.div(gaps, temperature)), 2));
        };
        return tf.sub<tf.Scalar>(1, tf.mean(tf.div(above(first), above(s))));
      },
    };
  },
} satisfies LossDefinition<typeof schema>;
