import { RetrievalError } from '../errors.js';
import { backbone } from './backbones.js';
import { choiceNetwork } from './networks/choiceNetwork.js';
import { mobileNetV2 } from './networks/mobileNetV2.js';
import { fullConvolution, type Network } from './networks/network.js';
import { shuffleNetV2 } from './networks/shuffleNetV2.js';
import { smallCnn } from './networks/smallCnn.js';
import { squeezeNet } from './networks/squeezeNet.js';
import type { QueryModelConfig } from './queryModelConfig.js';

/** The configuration of a query model that takes pictures. */
export type PixelConfig = Exclude<QueryModelConfig, { kind: 'head' }>;

/** The network of a query model that takes pictures, from pixels to the map that is pooled. */
export function networkOf(config: PixelConfig): Network {
  const trunk = trunkOf(config);
  if (!('head' in config) || !config.head) return trunk;
  const widening = fullConvolution({
    name: 'widening',
    kernel: 1,
    stride: 1,
    inputs: trunk.channels,
    outputs: config.head.channels,
    padding: 'same',
    activation: 'relu',
  });
  return { ...trunk, layers: [...trunk.layers, widening], channels: widening.outputs };
}

/** The same without the wider end of a `head`. */
export function trunkOf(config: PixelConfig): Network {
  switch (config.kind) {
    case 'smallCnn':
      return smallCnn(config.width);
    case 'squeezeNet':
      return squeezeNet();
    case 'choiceNetwork':
      return choiceNetwork(config.space, config.path);
    case 'shuffleNetV2':
      return shuffleNetV2(config.width);
    case 'mobileNetV2':
      if (config.pretrained && !config.weights && config.width !== 1) {
        throw new RetrievalError({
          what: 'There are no pretrained weights for this width of MobileNetV2',
          where: 'query.width',
          expected: '1',
          found: String(config.width),
          fix: 'set pretrained to false, or width to 1',
        });
      }
      return mobileNetV2(config.width);
    default:
      return backbone(config.kind);
  }
}
