import type { RunConfig } from '../experiments/runConfig.js';
import { squaresPerBatch } from '../extraction/extractEmbeddings.js';
import { activationBytes } from '../models/networks/activationBytes.js';
import { countOperations } from '../models/networks/countOperations.js';
import { galleryNetwork } from '../experiments/galleryNetwork.js';
import { galleryDimension, type GalleryDimension } from './galleryDimension.js';
import { secondsOfNetwork } from './secondsOfNetwork.js';

/** What the gallery model costs on this machine; fields are missing where its network is not known. */
export interface GalleryProbe extends GalleryDimension {
  /** Floating point operations for one picture, all scales together. */
  flops?: number;
  secondsPerPicture?: number;
  /** Memory that a batch of pictures takes as it passes through the network. */
  batchBytes?: number;
}

/** A photo of the usual shape. */
const usualRatio = 3 / 4;
const probeSize = 224;

/** Times the gallery model's network with random weights at 224 px and scales by operations to the size it is used at. */
export async function probeGallery(config: RunConfig): Promise<GalleryProbe> {
  const { gallery, galleryPhotos } = config;
  const known = await galleryDimension(config);
  const network = galleryNetwork(gallery);
  if (!network || !('size' in gallery)) return known;
  const probed = countOperations(network, probeSize);
  const perPixel = probed / probeSize ** 2;
  const pixels = galleryPhotos
    ? galleryPhotos.scales.reduce(
        (sum, scale) => sum + (scale * galleryPhotos.longestSide) ** 2 * usualRatio,
        0,
      )
    : gallery.size ** 2;
  const flops = perPixel * pixels;
  const largest = galleryPhotos
    ? (Math.max(...galleryPhotos.scales) * galleryPhotos.longestSide) ** 2 * usualRatio
    : gallery.size ** 2;
  const batch = galleryPhotos ? 1 : squaresPerBatch;
  const seconds = await secondsOfNetwork(network, probeSize, 1);
  return {
    ...known,
    flops,
    secondsPerPicture: (seconds * flops) / probed,
    batchBytes: batch * activationBytes(network, Math.ceil(Math.sqrt(largest))),
  };
}
