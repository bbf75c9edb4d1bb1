import type { RandomSource } from '../base/randomSource.js';
import { howToGetWeights, isBackbone, torchvisionName } from './backbones.js';
import { readModelFile } from './modelFile.js';
import type { Network } from './networks/network.js';
import { randomWeights, type NetworkWeights } from './networks/networkWeights.js';
import { underOurNames } from './networks/torchNames.js';
import { weightsFromTorch } from './networks/torchWeights.js';
import { pretrainedWeights } from './pretrained.js';
import type { PixelConfig } from './queryModelConfig.js';
import { networkOf, trunkOf } from './queryNetwork.js';

/**
 * The first weights of a query model that takes pictures, from where its configuration says; those of a wider end are
 * always random.
 * @throws RetrievalError when weights are missing, damaged or belong to another network.
 */
export async function queryWeights(config: PixelConfig, random: RandomSource): Promise<NetworkWeights> {
  const network = networkOf(config);
  const trunk = trunkOf(config);
  const given = await givenWeights(config, trunk);
  if (!given) return randomWeights(network, random);
  const added: Network = { ...network, layers: network.layers.slice(trunk.layers.length) };
  return new Map([...given, ...randomWeights(added, random)]);
}

async function givenWeights(config: PixelConfig, trunk: Network): Promise<NetworkWeights | undefined> {
  if ('weights' in config && config.weights) {
    const { tensors } = await readModelFile(config.weights, howToGet(config, config.weights));
    return weightsFromTorch(trunk, underOurNames(trunk.name, tensors));
  }
  return 'pretrained' in config && config.pretrained ? pretrainedWeights(config.kind) : undefined;
}

/** How to get the weights of a network that takes a user's. */
function howToGet(config: Extract<PixelConfig, { weights?: string | undefined }>, path: string): string {
  switch (config.kind) {
    case 'shuffleNetV2':
      return howToGetWeights(config.width === 1 ? 'shufflenet_v2_x1_0' : 'shufflenet_v2_x0_5', path);
    case 'mobileNetV2':
      return howToGetWeights('mobilenet_v2', path);
    default:
      return isBackbone(config.kind)
        ? howToGetWeights(torchvisionName(config.kind), path)
        : 'correct the path, or leave weights out to train from scratch';
  }
}
