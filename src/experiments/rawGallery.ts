import { join } from 'node:path';
import type { Dataset } from '../datasets/types.js';
import { extractPhotos } from '../extraction/extractPhotos.js';
import { galleryEmbeddings } from '../extraction/galleryEmbeddings.js';
import { galleryPhotoModel } from '../extraction/photoModel.js';
import { readNpyMatrix } from '../vectors/formats/npy.js';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { readingData } from '../errors.js';
import { owningFile } from '../base/files/owning.js';
import { workspacePath } from '../base/files/workspacePath.js';
import { sha256OfBytes } from '../base/files/sha256.js';
import { buildGalleryModel } from '../models/createGalleryModel.js';
import type { GalleryModel } from '../models/galleryModel.js';
import type { GalleryConfig } from '../extraction/galleryConfig.js';
import type { GalleryPhotosConfig } from '../extraction/galleryPhotosConfig.js';
import { joinVectors } from '../rankers/rankedVectors.js';
import { openSuppliedGallery } from './suppliedGallery.js';
import { memo } from '../base/memo.js';
import { photoOf } from './photoOf.js';
import type { Progress } from '../base/progress.js';

/** The vectors of all pictures of a data set, `[N, D]`, in the order of its records. */
export interface RawGallery {
  modelName: string;
  embeddings: EmbeddingMatrix;
}

/**
 * The gallery's vectors before any treatment: embedded by the gallery model once and stored, or read from a file.
 *
 * @throws RetrievalError for vectors that cannot be used or do not belong to the pictures.
 */
export const rawGallery = memo(
  (
    dataset: Dataset,
    config: GalleryConfig,
    photos: GalleryPhotosConfig | undefined,
    _onProgress?: Progress,
    _signal?: AbortSignal,
  ) => JSON.stringify([dataset.fingerprint, config, photos]),
  async (
    dataset: Dataset,
    config: GalleryConfig,
    photos: GalleryPhotosConfig | undefined,
    onProgress?: Progress,
    signal?: AbortSignal,
  ): Promise<RawGallery> => {
    if (config.name === 'vectors') {
      const supplied = await openSuppliedGallery(dataset, config);
      return { modelName: supplied.modelName, embeddings: await readingData(supplied.read) };
    }
    if (config.name === 'fused') {
      const parts: RawGallery[] = [];
      for (const one of config.of) parts.push(await rawGallery(dataset, one, photos, onProgress, signal));
      return {
        modelName: parts.map(({ modelName }) => modelName).join(' + '),
        embeddings: await joinVectors(parts.map(({ embeddings }) => embeddings)),
      };
    }
    const model = await buildGalleryModel(config);
    try {
      return {
        modelName: model.name,
        embeddings: photos
          ? await vectorsOfPhotos(dataset, model, photos, onProgress, signal)
          : await galleryEmbeddings(model, dataset, { onProgress, signal }),
      };
    } finally {
      model.dispose();
    }
  },
);

/** Photos at their own shape, which takes long: stored chunk by chunk, so that it goes on after a kill. */
async function vectorsOfPhotos(
  dataset: Dataset,
  model: GalleryModel,
  photos: GalleryPhotosConfig,
  onProgress?: Progress,
  signal?: AbortSignal,
): Promise<EmbeddingMatrix> {
  const key = sha256OfBytes(JSON.stringify([dataset.fingerprint, model.identity, photos])).slice(0, 32);
  const folder = workspacePath('data', 'cache', 'photos');
  const out = join(folder, `${key}.npy`);
  // Another training that needs the same vectors makes them once for both.
  return owningFile(
    out,
    async () => {
      const { files } = await extractPhotos({
        model: galleryPhotoModel(model),
        photos: dataset.records.map((_, row) => photoOf(dataset, row, 'galleryPhotos')),
        out,
        ...photos,
        onProgress: ({ done, total, what }) => onProgress?.({ done, total, what }),
        signal,
      });
      return readNpyMatrix(files.vectors);
    },
    { wait: true, signal },
  );
}
