import * as tf from '@tensorflow/tfjs-core';
import type { RandomSource } from '../base/randomSource.js';
import { linearLayer } from './linearLayer.js';
import { countOperations } from './networks/countOperations.js';
import type { Network } from './networks/network.js';
import type { NetworkWeights } from './networks/networkWeights.js';
import { trainableNetwork } from './networks/trainableNetwork.js';
import { pool } from './pooling.js';
import type { QueryModel, QueryModelContext } from './queryModel.js';
import type { QueryModelConfig } from './queryModelConfig.js';
import { unitRows } from './unitRows.js';
import { variableSet } from './variableSet.js';

/**
 * A query model on pictures: a trained network, pooling, a linear projection to the gallery's dimension, L2; with a
 * `head`, unit length before the projection as well.
 */
export function createPixelQueryModel(
  config: Exclude<QueryModelConfig, { kind: 'head' }>,
  network: Network,
  weights: NetworkWeights,
  random: RandomSource,
  { dimension }: QueryModelContext,
): QueryModel {
  const set = variableSet();
  const trunk = trainableNetwork(set, network, weights);
  const isWide = 'head' in config && config.head !== undefined;
  const projection = linearLayer(set, 'projection', network.channels, dimension, random);
  const width = 'width' in config && config.width !== 1 ? ` x${config.width}` : '';
  return {
    name: `${network.name}${width}@${config.size}`,
    config,
    input: { kind: 'pixels', size: config.size },
    dimension,
    isRepeatable: true,
    ...set.lists(),
    flops: countOperations(network, config.size) + projection.flops,
    embed: (input, { training }) =>
      tf.tidy(() => {
        const pooled = pool(trunk.featureMap(input as tf.Tensor4D, training), config.pooling);
        return unitRows(projection.apply(isWide ? unitRows(pooled) : pooled));
      }),
    dispose() {
      trunk.dispose();
      set.dispose();
    },
  };
}
