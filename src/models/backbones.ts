import type { BackboneName } from './backboneNames.js';
import { efficientNet } from './networks/efficientNet.js';
import { mobileNetV3 } from './networks/mobileNetV3.js';
import type { Network } from './networks/network.js';
import { resNet } from './networks/resNet.js';

/**
 * Networks of the field's papers by their kind, with their names in torchvision. Their ImageNet weights come in no
 * package, so that a user brings them.
 */
const backbones = {
  resNet18: { torchvision: 'resnet18', source: 'He et al. 2016', network: () => resNet('resNet18') },
  resNet50: { torchvision: 'resnet50', source: 'He et al. 2016', network: () => resNet('resNet50') },
  resNet101: { torchvision: 'resnet101', source: 'He et al. 2016', network: () => resNet('resNet101') },
  efficientNetB0: {
    torchvision: 'efficientnet_b0',
    source: 'Tan and Le 2019',
    network: () => efficientNet('efficientNetB0'),
  },
  efficientNetB1: {
    torchvision: 'efficientnet_b1',
    source: 'Tan and Le 2019',
    network: () => efficientNet('efficientNetB1'),
  },
  efficientNetB3: {
    torchvision: 'efficientnet_b3',
    source: 'Tan and Le 2019',
    network: () => efficientNet('efficientNetB3'),
  },
  mobileNetV3Small: {
    torchvision: 'mobilenet_v3_small',
    source: 'Howard et al. 2019',
    network: () => mobileNetV3('mobileNetV3Small'),
  },
  mobileNetV3Large: {
    torchvision: 'mobilenet_v3_large',
    source: 'Howard et al. 2019',
    network: () => mobileNetV3('mobileNetV3Large'),
  },
} satisfies Record<BackboneName, { torchvision: string; source: string; network: () => Network }>;

export function isBackbone(kind: string): kind is BackboneName {
  return Object.hasOwn(backbones, kind);
}

/** The description of a network of the field's papers. */
export function backbone(name: BackboneName): Network {
  return backbones[name].network();
}

/** Its name in torchvision. */
export function torchvisionName(name: BackboneName): string {
  return backbones[name].torchvision;
}

/** Authors and year of its paper. */
export function backboneSource(name: BackboneName): string {
  return backbones[name].source;
}

/** How a user gets torchvision's ImageNet weights of a network, for errors. */
export function howToGetWeights(torchvision: string, path: string): string {
  const code = [
    'import torch, torchvision',
    `torch.save(torchvision.models.${torchvision}(weights='IMAGENET1K_V1').state_dict(), '${path}')`,
  ];
  return `where PyTorch is installed, python3 -c "${code.join('; ')}"; or leave weights out to train from scratch`;
}
