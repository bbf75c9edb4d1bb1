import { existsSync } from 'node:fs';
import { galleryModelsOf } from '../extraction/galleryConfig.js';
import { galleryNetwork } from '../experiments/galleryNetwork.js';
import type { RunConfig } from '../experiments/runConfig.js';
import { vectorOptions } from '../experiments/suppliedGallery.js';
import { openEmbeddingFile } from '../vectors/openEmbeddingFile.js';

/** D of a run's gallery, and whether it is only what the field's gallery models usually have. */
export interface GalleryDimension {
  dimension: number;
  isDimensionAssumed: boolean;
}

const usualDimension = 2048;

/** D from the gallery model's network, or from the header of the file with its vectors. */
export async function galleryDimension({ gallery }: RunConfig): Promise<GalleryDimension> {
  if (gallery.name === 'vectors' && existsSync(gallery.file)) {
    const { columns } = await openEmbeddingFile(gallery.file, { ...vectorOptions(gallery), byOrder: true });
    return { dimension: columns, isDimensionAssumed: false };
  }
  const models = gallery.name === 'vectors' ? [gallery] : galleryModelsOf(gallery);
  const dimensions = models.map((model) => galleryNetwork(model)?.channels);
  return {
    dimension: dimensions.reduce<number>((sum, dimension) => sum + (dimension ?? usualDimension), 0),
    isDimensionAssumed: dimensions.includes(undefined),
  };
}
