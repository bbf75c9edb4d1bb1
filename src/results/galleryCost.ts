import type { RunManifest } from '../experiments/runManifest.js';
import { countOperations } from '../models/networks/countOperations.js';
import { pretrainedNetwork } from '../models/pretrained.js';

/** Operations that the gallery model spends on one picture, two per multiply-add; unknown for models from ONNX files. */
export function galleryFlops({ config: { gallery } }: Pick<RunManifest, 'config'>): number | undefined {
  return gallery.name === 'onnx' ? undefined : countOperations(pretrainedNetwork(gallery.name), gallery.size);
}
