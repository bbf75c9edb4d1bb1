import { readNumpyPickle } from '../checkpoints/numpyPickle.js';
import { readTorchCheckpoint } from '../checkpoints/torchCheckpoint.js';
import { efficientNetLite } from './networks/efficientNetLite.js';
import { mobileNetV2 } from './networks/mobileNetV2.js';
import type { Network } from './networks/network.js';
import { weightsFromArrays, type NetworkWeights } from './networks/networkWeights.js';
import { squeezeNet } from './networks/squeezeNet.js';
import { weightsFromTorch } from './networks/torchWeights.js';
import { readWeightFile } from './weightFiles.js';
import { weightFiles, type PretrainedName } from './pretrainedWeights.js';

/** The description of a network that pretrained weights exist for. */
export function pretrainedNetwork(name: PretrainedName): Network {
  switch (name) {
    case 'mobileNetV2':
      return mobileNetV2();
    case 'squeezeNet':
      return squeezeNet();
    default:
      return efficientNetLite(name);
  }
}

/**
 * Reads the ImageNet weights of a network.
 * @throws RetrievalError when the file is missing, damaged or belongs to another network.
 */
export async function pretrainedWeights(name: PretrainedName): Promise<NetworkWeights> {
  const bytes = await readWeightFile(name);
  const { file } = weightFiles[name];
  const network = pretrainedNetwork(name);
  return name === 'squeezeNet'
    ? weightsFromArrays(network, readNumpyPickle(bytes, file))
    : weightsFromTorch(network, readTorchCheckpoint(bytes, file));
}
