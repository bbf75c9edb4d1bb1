import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { mappingSchema } from '../mappings/config.js';
import { createMonotoneMapping } from '../mappings/monotoneMapping.js';
import type { MonotoneMapping } from '../mappings/types.js';
import { neighbourSourceSchema } from './neighbourSource.js';
import type { Loss, LossBatch, LossContext, LossDefinition } from './types.js';

const schema = z.strictObject({
  kind: z.literal('monotonicSimilarityPreservation'),
  neighbours: neighbourSourceSchema.default({ from: 'batch' }),
  mapping: mappingSchema.default(mappingSchema.parse({})),
  /**
   * `alternating` teaches the map with the query similarities held still and the query model with the map held still;
   * `joint` moves both on one loss, which lets the map flatten towards the mean.
   */
  teaching: z.enum(['alternating', 'joint']).default('alternating'),
  /** Share of the training before the map starts to learn (alternating). */
  frozenShare: z.number().min(0).max(1).default(0.5),
  mapLearningRate: z.number().positive().default(0.01),
  /** Divides the error by the spread of the query similarities (Kruskal's normalised stress), so that shrinking does not pay. */
  normalised: z.boolean().default(false),
});

type Config = z.output<typeof schema>;

/** A loss whose learnt map can be looked at. */
export interface MappedLoss extends Loss {
  readonly mapping: MonotoneMapping;
}

/**
 * Monotonic similarity preservation (Wu et al., ICLR 2023): a learnable non-decreasing map `m` turns gallery similarities
 * into pseudo-supervision for the query similarities, `mean (s - m(t))^2`. The formula, the parameterisation of `m` and
 * the remedies against collapse are ours; only the idea is known from the paper. It is the raw stress of non-metric
 * multidimensional scaling (Kruskal 1964) with a shared map.
 */
export const monotonicSimilarityPreservation = {
  source: 'Wu et al. 2023 (idea); formula and parameterisation ours',
  schema,
  create(config, context): MappedLoss {
    return config.teaching === 'joint' ? jointLoss(config, context) : alternatingLoss(config, context);
  },
} satisfies LossDefinition<typeof schema>;

function jointLoss(config: Config, context: LossContext): MappedLoss {
  const mapping = createMonotoneMapping(config.mapping, context.similarityRange, context.seed);
  return {
    name: 'monotonicSimilarityPreservation-joint',
    mapping,
    variables: mapping.variables,
    compute: (batch) => stress(batch, mapping, config),
    dispose: () => mapping.dispose(),
  };
}

function alternatingLoss(config: Config, context: LossContext): MappedLoss {
  const mapping = createMonotoneMapping(config.mapping, context.similarityRange, context.seed);
  const optimizer = tf.train.adam(config.mapLearningRate);
  return {
    name: 'monotonicSimilarityPreservation',
    mapping,
    compute: (batch) => stress(batch, mapping, config),
    afterStep(batch, progress) {
      if (mapping.variables.length === 0 || progress < config.frozenShare) return;
      optimizer.minimize(() => stress(batch, mapping, config), false, mapping.variables);
    },
    dispose() {
      mapping.dispose();
      optimizer.dispose();
    },
  };
}

function stress(batch: LossBatch, mapping: MonotoneMapping, config: Config): tf.Scalar {
  const { query, gallery } = batch.lists(config.neighbours);
  const error = tf.mean<tf.Scalar>(tf.squaredDifference(query, mapping.apply(gallery)));
  if (!config.normalised) return error;
  const spread = tf.mean<tf.Scalar>(tf.squaredDifference(query, tf.mean(query, 1, true)));
  return tf.div(error, tf.add(spread, 1e-6));
}
