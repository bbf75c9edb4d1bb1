import { z } from 'zod';
import { neighbourSourceSchema } from './neighbourSource.js';
import { orderDivergence } from './orderDivergence.js';
import type { Loss, LossDefinition } from './types.js';

const schema = z.strictObject({
  kind: z.literal('rankOrderPreservation'),
  neighbours: neighbourSourceSchema.default({ from: 'bank', count: 512 }),
  topRows: z
    .int()
    .positive()
    .optional()
    .describe('Only the first rows of the list are asked what outranks them; all rows when left out.'),
  temperature: z
    .number()
    .positive()
    .default(0.1)
    .describe("`tau` of the query model's sigmoid, in cosine units."),
  comparison: z
    .enum(['within', 'cross'])
    .default('within')
    .describe(
      '`within` compares `s_j` with `s_i` (ours), `cross` compares `s_j` with `t_i` (the public form).',
    ),
  indicator: z
    .enum(['hard', 'soft'])
    .default('hard')
    .describe("`hard` takes the gallery model's order as it is, `soft` passes it through the same sigmoid."),
  error: z
    .enum(['logistic', 'squared'])
    .default('logistic')
    .describe(
      "How the query model's steps are compared with the gallery model's: by cross entropy or by squared difference.",
    ),
  weights: z
    .enum(['inversePosition', 'uniform', 'growing', 'softmax'])
    .default('inversePosition')
    .describe('How much each place of the list counts; `growing` is that of the public form.'),
  weightSharpness: z.number().default(0.2).describe('`gamma` of the weights that use a softmax.'),
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
  what: 'Keeps the order in which the gallery model ranks a list, step by step of a soft sort',
  source: 'Wu et al. 2023, in the form of Xie et al. 2024 and in ours',
  use: 'where the order of what is found counts, and no labels are at hand',
  schema,
  needsScores: ({ comparison, indicator, weights }) =>
    comparison === 'cross' || indicator === 'soft' || weights === 'growing' || weights === 'softmax',
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
