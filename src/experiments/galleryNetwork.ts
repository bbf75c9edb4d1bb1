import type { GalleryConfig } from '../extraction/galleryConfig.js';
import { backbone, isBackbone } from '../models/backbones.js';
import type { Network } from '../models/networks/network.js';
import { pretrainedNetwork } from '../models/pretrained.js';

/** The network of a gallery model; unknown for ONNX files, for vectors from elsewhere and for several models together. */
export function galleryNetwork({ name }: Pick<GalleryConfig, 'name'>): Network | undefined {
  if (isBackbone(name)) return backbone(name);
  switch (name) {
    case 'onnx':
    case 'vectors':
    case 'fused':
      return undefined;
    case 'resnet101-gem':
    case 'resnet101-delg':
      return backbone('resNet101');
    default:
      return pretrainedNetwork(name);
  }
}
