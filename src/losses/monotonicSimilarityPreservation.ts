import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { hostDecision } from '../compute/backend/hostValues.js';
import { rememberedAdam } from '../compute/kernels/rememberedAdam.js';
import { mappingSchema } from './mappings/config.js';
import { createMonotoneMapping } from './mappings/monotoneMapping.js';
import type { MonotoneMapping } from './mappings/types.js';
import { neighbourSourceSchema } from './neighbourSource.js';
import type { LossBatch, LossContext, LossDefinition, MappedLoss } from './types.js';

const schema = z.strictObject({
  kind: z.literal('monotonicSimilarityPreservation'),
  neighbours: neighbourSourceSchema.default({ from: 'batch' }),
  mapping: mappingSchema
    .default(mappingSchema.parse({}))
    .describe('The monotone map of gallery similarities.'),
  teaching: z
    .enum(['alternating', 'joint'])
    .default('alternating')
    .describe(
      '`alternating` teaches the map with the query similarities held still and the query model with the map held still; `joint` moves both on one loss, which lets the map flatten towards the mean.',
    ),
  frozenShare: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('Share of the training before the map starts to learn (alternating).'),
  mapLearningRate: z.number().positive().default(0.01).describe('Learning rate of the map (alternating).'),
  error: z
    .enum(['squared', 'softmax'])
    .default('squared')
    .describe(
      'How query similarities are compared with mapped ones: by squared error, or as softmax distributions over the list, which leave a common shift free and look at the top.',
    ),
  queryTemperature: z.number().positive().default(0.1).describe('Divides the query similarities (softmax).'),
  mappedTemperature: z
    .number()
    .positive()
    .default(0.2)
    .describe('Divides the mapped gallery similarities (softmax).'),
  normalised: z
    .boolean()
    .default(false)
    .describe(
      "Divides the squared error by the spread of the query similarities (Kruskal's normalised stress), so that shrinking does not pay.",
    ),
});

type Config = z.output<typeof schema>;

/**
 * Monotonic similarity preservation (Wu et al., ICLR 2023): a learnable non-decreasing map `m` turns gallery similarities
 * into pseudo-supervision for the query similarities, `mean (s - m(t))^2` or, over the list,
 * `KL(softmax(m(t) / tau_m) || softmax(s / tau_q))`. The formulas, the parameterisation of `m` and
 * the remedies against collapse are ours; only the idea is known from the paper. It is the raw stress of non-metric
 * multidimensional scaling (Kruskal 1964) with a shared map.
 */
export const monotonicSimilarityPreservation = {
  what: "Follows the gallery model's similarities through a learnt map that never falls",
  source: 'Wu et al. 2023 (idea); formula and parameterisation ours',
  use: 'where scores carry more than their order, but a small model cannot reach them as they are',
  schema,
  needsScores: () => true,
  create(config, context): MappedLoss {
    return config.teaching === 'joint' ? jointLoss(config, context) : alternatingLoss(config, context);
  },
} satisfies LossDefinition<typeof schema>;

function jointLoss(config: Config, context: LossContext): MappedLoss {
  const mapping = createMonotoneMapping(config.mapping, context.similarityRange, context.seed);
  return {
    name: 'monotonicSimilarityPreservation-joint',
    isRepeatable: true,
    mapping,
    variables: mapping.variables,
    compute: (batch) => stress(batch, mapping, config),
    dispose: () => mapping.dispose(),
  };
}

function alternatingLoss(config: Config, context: LossContext): MappedLoss {
  const mapping = createMonotoneMapping(config.mapping, context.similarityRange, context.seed);
  const { optimizer, memory } = rememberedAdam(config.mapLearningRate, mapping.variables);
  return {
    name: 'monotonicSimilarityPreservation',
    isRepeatable: true,
    mapping,
    state: [...mapping.variables, ...memory],
    compute: (batch) => stress(batch, mapping, config),
    afterStep(batch, progress) {
      if (mapping.variables.length === 0 || hostDecision(() => progress() < config.frozenShare)) return;
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
  const mapped = mapping.apply(gallery);
  if (config.error === 'softmax') return divergence(query, mapped, config);
  const error = tf.mean<tf.Scalar>(tf.squaredDifference(query, mapped));
  if (!config.normalised) return error;
  const spread = tf.mean<tf.Scalar>(tf.squaredDifference(query, tf.mean(query, 1, true)));
  return tf.div(error, tf.add(spread, 1e-6));
}

/** Differentiable in both sides, because the map learns too. */
function divergence(query: tf.Tensor2D, mapped: tf.Tensor2D, config: Config): tf.Scalar {
  const logP = tf.logSoftmax(tf.div(mapped, config.mappedTemperature));
  const logQ = tf.logSoftmax(tf.div(query, config.queryTemperature));
  return tf.mean<tf.Scalar>(tf.sum(tf.mul(tf.exp(logP), tf.sub(logP, logQ)), 1));
}
