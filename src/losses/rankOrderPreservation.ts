import { z } from 'zod';
import { neighbourSourceSchema } from './neighbourSource.js';
import { orderDivergence } from './orderDivergence.js';
import type { Loss, LossDefinition } from './types.js';

const schema = z.strictObject({
  kind: z.literal('rankOrderPreservation'),
  neighbours: neighbourSourceSchema.default({ from: 'bank', count: 512 }),
  /** Only the first rows of the list are asked what outranks them; all rows when left out. */
  topRows: z.int().positive().optional(),
  /** `tau` of the query model's sigmoid, in cosine units. */
  temperature: z.number().positive().default(0.1),
  /** `within` compares `s_j` with `s_i` (ours), `cross` compares `s_j` with `t_i` (the public form). */
  comparison: z.enum(['within', 'cross']).default('within'),
  /** `hard` takes the gallery model's order as it is, `soft` passes it through the same sigmoid. */
  indicator: z.enum(['hard', 'soft']).default('hard'),
  error: z.enum(['logistic', 'squared']).default('logistic'),
  weights: z.enum(['inversePosition', 'uniform', 'growing', 'softmax']).default('inversePosition'),
  /** `gamma` of the weights that use a softmax. */
  weightSharpness: z.number().default(0.2),
});

export type RankOrderPreservationConfig = z.output<typeof schema>;

/**
 * Rank order preservation (Wu et al., ICLR 2023): sorting is written as a matrix of Heaviside steps, "item j outranks
 * item i"; the query model's steps become sigmoids and are pulled towards the gallery model's.
 *
 * `comparison: 'cross', error: 'squared', weights: 'growing', neighbours: { from: 'batch' }` is the form of the public
 * re-implementation by Xie et al. (2024), which cites Eq. 8-10. The defaults are ours: the paper's own text of these
 * equations was not available.
 */
export const rankOrderPreservation = {
  source: 'Wu et al. 2023, in the form of Xie et al. 2024 and in ours',
  schema,
  create(config): Loss {
    return {
      name: `rankOrderPreservation-${config.comparison}-${config.indicator}`,
      isRepeatable: true,
      compute(batch) {
        const { query, gallery, distinct } = batch.lists(config.neighbours);
        const topRows = config.topRows ?? query.shape[1];
        return orderDivergence(query, gallery, { ...config, topRows, distinct });
      },
    };
  },
} satisfies LossDefinition<typeof schema>;

export { schema as rankOrderPreservationSchema };
