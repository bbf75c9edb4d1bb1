import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { neighbourSourceSchema } from './neighbourSource.js';
import type { Loss, LossDefinition, RankingLists } from './types.js';

const weight = z.number().min(0);

const schema = z.strictObject({
  kind: z.literal('differentialDistillation'),
  neighbours: neighbourSourceSchema
    .default({ from: 'bank', count: 10 })
    .describe('The anchor itself, first in its list, and `count - 1` others.'),
  featureWeight: weight.default(50).describe("`alpha`: the anchor's similarity to itself."),
  inconsistentWeight: weight.default(2).describe('`beta`: pairs that the query model orders differently.'),
  consistentWeight: weight.default(1).describe('`gamma`: pairs that both models order alike.'),
});

// A pair's error is taken relative to its gap, which this keeps away from zero.
const smallestGap = 0.1;
const smallestSquare = 1e-12;

/**
 * Decoupled differential distillation (Xie et al. 2024, in the form of its public code): the differences between
 * similarities follow the gallery model's, pairs in the wrong order with a weight of their own.
 */
export const differentialDistillation = {
  what: 'Matches differences of similarities, pairs in the wrong order with a weight of their own',
  source: 'Xie et al. 2024 (D3still), public code',
  use: 'where gaps between scores count, on short lists',
  schema,
  needsScores: () => true,
  create({ neighbours, featureWeight, inconsistentWeight, consistentWeight }): Loss {
    return {
      name: 'differentialDistillation',
      isRepeatable: true,
      compute(batch) {
        const { feature, inconsistent, consistent } = differentialTerms(batch.lists(neighbours));
        return tf.addN<tf.Scalar>([
          tf.mul(featureWeight, feature),
          tf.mul(inconsistentWeight, inconsistent),
          tf.mul(consistentWeight, consistent),
        ]);
      },
    };
  },
} satisfies LossDefinition<typeof schema>;

/** The three terms before their weights. */
export function differentialTerms({ query: s, gallery: t }: RankingLists) {
  const [rows, items] = s.shape;
  const first = tf.sub(tf.slice2d(t, [0, 0], [rows, 1]), tf.slice2d(s, [0, 0], [rows, 1]));
  const [dS, dT] = [differences(s), differences(t)];
  const errors = tf.div(tf.sub(dS, dT), tf.add(smallestGap, tf.abs(dT)));
  const agreement = tf.mul(dS, dT);
  const term = (mask: tf.Tensor): tf.Tensor => {
    const squares = tf.sum(tf.square(tf.mul(errors, mask)), [1, 2]);
    return tf.div(tf.mean(length(squares)), items - 1);
  };
  return {
    feature: tf.div(length(tf.sum(tf.square(first))), rows),
    inconsistent: term(tf.step(tf.neg(agreement))),
    consistent: term(tf.step(agreement)),
  };
}

/** `x_j - x_i` over the list without its first item. @returns `[B, K - 1, K - 1]` */
function differences(x: tf.Tensor2D): tf.Tensor {
  const rest = tf.slice2d(x, [0, 1], [x.shape[0], x.shape[1] - 1]);
  return tf.sub(tf.expandDims(rest, 1), tf.expandDims(rest, 2));
}

function length(squares: tf.Tensor): tf.Tensor {
  return tf.sqrt(tf.maximum(squares, smallestSquare));
}
