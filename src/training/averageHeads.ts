import * as tf from '@tensorflow/tfjs-core';
import type { QueryModel } from '../models/queryModel.js';
import { assignHeadMap, headMapOf, standardised, type HeadMap } from './headMap.js';

/**
 * Gives a head the mean of the maps of several, cut back to the rank of its bottleneck by what it explains of the
 * training pictures. The mean of linear maps is the map of their mean embedding (before the last normalisation), so that
 * an ensemble costs the phone one model.
 * @param members heads on the same features, of the same dimension
 * @param features `[N, F]` stored features of the training pictures
 */
export async function averageHeads(
  model: QueryModel,
  members: readonly QueryModel[],
  features: tf.Tensor2D,
): Promise<void> {
  const maps = members.map(headMapOf);
  const meanOf = <T extends tf.Tensor>(values: T[]): T => tf.div(tf.addN(values), members.length);
  const [weights, bias] = [
    tf.tidy(() => meanOf(maps.map((map) => map.weights))),
    tf.tidy(() => meanOf(maps.map((map) => map.bias))),
  ];
  const explained = tf.tidy(() => {
    const fitted = tf.matMul(standardised(model, features), weights);
    return tf.matMul<tf.Tensor2D>(fitted, fitted, true);
  });
  try {
    await assignHeadMap(model, { weights, bias }, explained);
  } finally {
    tf.dispose([weights, bias, explained, ...maps.flatMap((map: HeadMap) => [map.weights, map.bias])]);
  }
}
