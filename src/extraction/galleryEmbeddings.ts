import type { GalleryModel } from '../models/galleryModel.js';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { extractEmbeddings } from './extractEmbeddings.js';
import type { PictureSource } from './pictureSource.js';
import { storedExtraction, type StoreOptions } from './storedExtraction.js';

/**
 * The gallery model's embeddings of a data set, `[rows, D]`: those that come with it, read from the store if this model has
 * embedded these pictures before, computed and stored otherwise.
 */
export async function galleryEmbeddings(
  model: GalleryModel,
  source: PictureSource,
  options: StoreOptions = {},
): Promise<EmbeddingMatrix> {
  return storedExtraction(model, source, options, {
    vectorsPerPicture: 1,
    embed: async (part) => (await extractEmbeddings(model, source, part)).data,
  });
}
