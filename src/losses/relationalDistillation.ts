import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { withSlope } from '../compute/kernels/closedForm.js';
import type { Loss, LossDefinition } from './types.js';

const schema = z.strictObject({
  kind: z.literal('relationalDistillation'),
  distanceWeight: z.number().min(0).default(25).describe('Weight of the distances between pictures.'),
  angleWeight: z
    .number()
    .min(0)
    .default(50)
    .describe('Weight of the angles at a picture between two others.'),
});

// Keeps square roots and unit vectors of equal embeddings finite.
const smallestSquare = 1e-12;

/**
 * Relational knowledge distillation (Park et al. 2019): distances and angles among the query embeddings of a batch
 * follow those among the gallery model's. Query and gallery embeddings are never compared with each other, so the two
 * spaces may come apart: the negative control of asymmetric retrieval.
 */
export const relationalDistillation = {
  what: 'Matches distances and angles among query embeddings, never query with gallery',
  source: 'Park et al. 2019 (RKD)',
  use: 'only as a negative control: both spaces may come apart',
  schema,
  create({ distanceWeight, angleWeight }): Loss {
    return {
      name: 'relationalDistillation',
      isRepeatable: true,
      compute({ query, gallery }) {
        const distance = smoothL1(relativeDistances(query), relativeDistances(gallery));
        const angle = smoothL1(angles(query), angles(gallery));
        return tf.add<tf.Scalar>(tf.mul(distanceWeight, distance), tf.mul(angleWeight, angle));
      },
    };
  },
} satisfies LossDefinition<typeof schema>;

/** 1 off the diagonal, 0 on it. */
const different = (rows: number): tf.Tensor2D => tf.sub(1, tf.eye(rows));

/** Distances between all rows over their mean, which leaves out each row's to itself. @returns `[B, B]` */
function relativeDistances(x: tf.Tensor2D): tf.Tensor {
  const rows = x.shape[0];
  const squares = tf.sub(2, tf.mul(2, tf.matMul(x, x, false, true)));
  const distances = tf.mul(tf.sqrt(tf.maximum(squares, smallestSquare)), different(rows));
  return tf.div(distances, tf.div(tf.sum(distances), rows * (rows - 1)));
}

/**
 * Cosines of the angle at row i between rows j and k, 0 where one of these is i, from inner products alone:
 * `(x_j - x_i).(x_k - x_i) = x_j.x_k - x_i.x_j - x_i.x_k + x_i.x_i`.
 * @returns `[B, B, B]`
 */
function angles(x: tf.Tensor2D): tf.Tensor {
  const products = tf.matMul(x, x, false, true);
  const norms = tf.sum<tf.Tensor2D>(tf.square(x), 1, true);
  const crossed = tf.add(tf.expandDims(products, 2), tf.expandDims(products, 1));
  const inner = tf.add(tf.sub(tf.expandDims(products, 0), crossed), tf.expandDims(norms, 2));
  const squares = tf.sub(tf.add(norms, tf.transpose(norms)), tf.mul(2, products));
  const inverse = tf.div(different(x.shape[0]), tf.sqrt(tf.maximum(squares, smallestSquare)));
  return tf.mul(inner, tf.mul(tf.expandDims(inverse, 2), tf.expandDims(inverse, 1)));
}

/**
 * Mean of half the squared difference up to 1 and of the difference less one half beyond, with its gradient in closed form:
 * `c (d - c / 2)` with the difference `d` and `c`, which is `d` kept within -1 and 1 and the slope as well.
 * @param b treated as constant
 */
function smoothL1(a: tf.Tensor, b: tf.Tensor): tf.Scalar {
  return withSlope(a, (x) => {
    const difference = tf.sub(x, b);
    const kept = tf.clipByValue(difference, -1, 1);
    return {
      value: tf.mean(tf.mul(kept, tf.sub(difference, tf.mul(kept, 0.5)))),
      slope: tf.div(kept, x.size),
    };
  });
}
