import { RetrievalError } from '../errors.js';
import type { QueryModel } from '../models/queryModel.js';
import { countOperations } from '../models/networks/countOperations.js';
import type { Network } from '../models/networks/network.js';
import type { NetworkWeights } from '../models/networks/networkWeights.js';
import type { Pooling } from '../models/pooling.js';
import { pretrainedNetwork, pretrainedWeights } from '../models/pretrained.js';

/** The frozen network in front of a head, as experiments store its features. */
export interface FrozenFeatures {
  /** Name of the network among the pretrained ones. */
  name: typeof frozenName;
  network: Network;
  weights: NetworkWeights;
  /** Side of its pictures. */
  size: number;
  pooling: Pooling;
}

/** The network and the pooling that `prepareInput` stores features of. */
export const frozenName = 'mobileNetV2';
export const frozenPooling = 'average' satisfies Pooling;

/**
 * Reads the frozen network in front of a head; `undefined` for a query model that takes pictures.
 *
 * @param size side of the pictures that the features were made of: `featureSize` of the training run
 * @throws RetrievalError when the size is unknown or is not that of the features, and when the weights are missing.
 */
export async function frozenFeatures(
  { input }: QueryModel,
  size: number | undefined,
): Promise<FrozenFeatures | undefined> {
  if (input.kind === 'pixels') return undefined;
  const network = pretrainedNetwork(frozenName);
  if (size === undefined) {
    throw new RetrievalError({
      what: 'The size of the pictures in front of the head is not known',
      where: 'run.json beside the model',
      expected: 'featureSize in the configuration of the training run',
      fix: 'put run.json beside the model, or name the size with --feature-size',
    });
  }
  const flops = countOperations(network, size);
  if (flops !== input.flops || network.channels !== input.dimension) {
    throw new RetrievalError({
      what: 'The head stands on other features',
      expected: `${input.dimension} features of a network of ${input.flops} operations`,
      found: `${network.channels} of ${flops}: ${frozenName} on pictures of ${size} pixels`,
      fix: 'name the size that the head was trained with, with --feature-size',
    });
  }
  const weights = await pretrainedWeights(frozenName);
  return { name: frozenName, network, weights, size, pooling: frozenPooling };
}
