import * as tf from '@tensorflow/tfjs-core';
import type { RunConfig } from '../experiments/runConfig.js';
import { countOperations } from '../models/networks/countOperations.js';
import { frozenNetwork } from '../models/networks/frozenNetwork.js';
import { randomWeights } from '../models/networks/networkWeights.js';
import { randomSource } from '../base/randomSource.js';
import { galleryNetwork } from '../experiments/galleryNetwork.js';
import { secondsOf } from './probeQueryModel.js';

/** What the gallery model costs on this machine; fields are missing where its network is not known. */
export interface GalleryProbe {
  /** D; assumed where it is not known. */
  dimension: number;
  isDimensionAssumed: boolean;
  /** Floating point operations for one picture, all scales together. */
  flops?: number;
  secondsPerPicture?: number;
}

/** What the field's gallery models have. */
const usualDimension = 2048;
/** A photo of the usual shape. */
const usualRatio = 3 / 4;
const probeSize = 224;

/** Times the gallery model's network with random weights at 224 px and scales by operations to the size it is used at. */
export async function probeGallery({ gallery, galleryPhotos }: RunConfig): Promise<GalleryProbe> {
  const network = galleryNetwork(gallery);
  if (!network || !('size' in gallery)) return { dimension: usualDimension, isDimensionAssumed: true };
  const probed = countOperations(network, probeSize);
  const perPixel = probed / probeSize ** 2;
  const pixels = galleryPhotos
    ? galleryPhotos.scales.reduce(
        (sum, scale) => sum + (scale * galleryPhotos.longestSide) ** 2 * usualRatio,
        0,
      )
    : gallery.size ** 2;
  const flops = perPixel * pixels;
  const frozen = frozenNetwork(network, randomWeights(network, randomSource(0, 'probe')));
  const picture = tf.randomUniform<tf.Rank.R4>([1, probeSize, probeSize, 3], 0, 255);
  try {
    const seconds = await secondsOf(() => tf.tidy(() => frozen.featureMap(picture)));
    return {
      dimension: network.channels,
      isDimensionAssumed: false,
      flops,
      secondsPerPicture: (seconds * flops) / probed,
    };
  } finally {
    picture.dispose();
    frozen.dispose();
  }
}
