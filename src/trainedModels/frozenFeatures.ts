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
 * Side of the pictures that a query model takes; of a head, that of the pictures in front of its frozen network.
 *
 * @param featureSize side of the pictures that a head's features were made of: `featureSize` of the training run
 * @throws RetrievalError for a head when that is unknown.
 */
export function pictureSide({ input }: QueryModel, featureSize: number | undefined): number {
  if (input.kind === 'pixels') return input.size;
  if (featureSize !== undefined) return featureSize;
  throw new RetrievalError({
    what: 'The size of the pictures in front of the head is not known',
    where: 'run.json beside the model',
    expected: 'featureSize in the configuration of the training run',
    fix: 'put run.json beside the model, or name the size with --feature-size',
  });
}

/**
 * Reads the frozen network in front of a head; `undefined` for a query model that takes pictures.
 *
 * @param featureSize side of the pictures that the features were made of: `featureSize` of the training run
 * @throws RetrievalError when the size is unknown or is not that of the features, and when the weights are missing.
 */
export async function frozenFeatures(
  model: QueryModel,
  featureSize: number | undefined,
): Promise<FrozenFeatures | undefined> {
  const { input } = model;
  if (input.kind === 'pixels') return undefined;
  const size = pictureSide(model, featureSize);
  const network = pretrainedNetwork(frozenName);
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
