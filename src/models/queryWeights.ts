import type { RandomSource } from '../base/randomSource.js';
import { howToGetWeights, torchvisionName } from './backbones.js';
import { readModelFile } from './modelFile.js';
import type { Network } from './networks/network.js';
import { randomWeights, type NetworkWeights } from './networks/networkWeights.js';
import { underOurNames } from './networks/torchNames.js';
import { weightsFromTorch } from './networks/torchWeights.js';
import { pretrainedWeights } from './pretrained.js';
import { networkOf, trunkOf, type PixelConfig } from './queryNetwork.js';

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
    const { tensors } = await readModelFile(config.weights, howToGetWeights(nameOf(config), config.weights));
    return weightsFromTorch(trunk, underOurNames(trunk.name, tensors));
  }
  return 'pretrained' in config && config.pretrained ? pretrainedWeights(config.kind) : undefined;
}

/** Name in torchvision of a network that takes a user's weights. */
function nameOf(config: Extract<PixelConfig, { weights?: string | undefined }>): string {
  switch (config.kind) {
    case 'shuffleNetV2':
      return config.width === 1 ? 'shufflenet_v2_x1_0' : 'shufflenet_v2_x0_5';
    case 'mobileNetV2':
      return 'mobilenet_v2';
    default:
      return torchvisionName(config.kind);
  }
}
