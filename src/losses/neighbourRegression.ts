import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { neighbourSourceSchema } from './neighbourSource.js';
import type { Loss, LossDefinition } from './types.js';

const schema = z.strictObject({
  kind: z.literal('neighbourRegression'),
  neighbours: neighbourSourceSchema
    .default({ from: 'bank', count: 10 })
    .describe('The items whose mean is the target, the anchor among them.'),
});

/**
 * Feature regression onto a neighbourhood: each query embedding is pulled onto the mean of the gallery embeddings of the
 * first K items of its list, `1 - q . mean_k g_k`. That is the target of average query expansion (Chum et al. 2007),
 * learnt beforehand; with lists of a better ranker it asks whether better *targets* do what a better *order* does. Ours.
 */
export const neighbourRegression = {
  what: "Pulls each query embedding onto the mean of the gallery embeddings of its list's first items",
  source: 'ours; average query expansion (Chum et al. 2007) as the target of feature regression',
  use: 'beside losses of an order, where lists of a good ranker are short and pure',
  schema,
  create({ neighbours }): Loss {
    return {
      name: 'neighbourRegression',
      isRepeatable: true,
      // The mean of cosines is the cosine to the mean but for its length, which no weight changes.
      compute: (batch) => tf.mean(tf.sub(1, batch.lists(neighbours).query)),
    };
  },
} satisfies LossDefinition<typeof schema>;
