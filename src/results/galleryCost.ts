import type { GalleryConfig } from '../experiments/galleryConfig.js';
import type { RunManifest } from '../experiments/runManifest.js';
import { backbone } from '../models/backbones.js';
import { countOperations } from '../models/networks/countOperations.js';
import type { Network } from '../models/networks/network.js';
import { pretrainedNetwork } from '../models/pretrained.js';

/** The network of a gallery model; unknown for ONNX files and for vectors from elsewhere. */
export function galleryNetwork({ name }: Pick<GalleryConfig, 'name'>): Network | undefined {
  switch (name) {
    case 'onnx':
    case 'vectors':
      return undefined;
    case 'resnet101-gem':
    case 'resnet101-delg':
      return backbone('resNet101');
    default:
      return pretrainedNetwork(name);
  }
}

/** Operations that the gallery model spends on one square picture, two per multiply-add; unknown as its network is. */
export function galleryFlops({ config: { gallery } }: Pick<RunManifest, 'config'>): number | undefined {
  const network = galleryNetwork(gallery);
  return network && 'size' in gallery ? countOperations(network, gallery.size) : undefined;
}
