import { galleryNetwork } from '../../experiments/galleryNetwork.js';

import type { RunManifest } from '../../experiments/runManifest.js';

import { countOperations } from '../../models/networks/countOperations.js';

/** Operations that the gallery model spends on one square picture, two per multiply-add; unknown as its network is. */
export function galleryFlops({ config: { gallery } }: Pick<RunManifest, 'config'>): number | undefined {
  const network = galleryNetwork(gallery);
  return network && 'size' in gallery ? countOperations(network, gallery.size) : undefined;
}
