import type * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { neighbourSourceSchema } from './neighbourSource.js';
import type { Loss, LossDefinition } from './types.js';

/** How many items of the bank each anchor ranks where a configuration says nothing. */
const defaultCount = 128;

/**
 * The definition of a loss that looks at nothing but the lists that the anchors rank, for `registerLoss`. Its
 * configuration has the field `neighbours`, by default 128 items of the bank.
 *
 * @param kind what configurations call it
 * @param compute gives the mean loss from the similarities of each anchor to the same items, `[B, K]` each, under the query
 *   model and under the gallery model, whose order the items are in. Runs depend on its text alone: what it needs stands
 *   inside it, or comes from a library.
 * @example
 * registerLoss(listLoss('scores', (s, t) => tf.losses.meanSquaredError(t, s)));
 */
export function listLoss(kind: string, compute: (query: tf.Tensor2D, gallery: tf.Tensor2D) => tf.Tensor) {
  const schema = z.strictObject({
    kind: z.literal(kind),
    neighbours: neighbourSourceSchema.default({ from: 'bank', count: defaultCount }),
  });
  return {
    source: 'registered by its user',
    version: compute.toString(),
    schema,
    create: ({ neighbours }): Loss => ({
      name: kind,
      compute(batch) {
        const { query, gallery } = batch.lists(neighbours);
        return compute(query, gallery).asScalar();
      },
    }),
  } satisfies LossDefinition<typeof schema> & { version: string };
}
