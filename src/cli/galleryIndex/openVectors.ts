import { openIndexGallery, type IndexGallery } from '../../galleryIndex/indexGallery.js';
import { modelOfVectors } from '../../galleryIndex/vectorModel.js';

/** The options of a file of vectors. */
export interface VectorOptions {
  gallery: string;
  ids?: string;
  idColumn?: string;
  array?: string;
  galleryModel?: string;
}

/** Opens the vectors that the options name. */
export function openVectors({
  gallery,
  ids,
  idColumn,
  array,
  galleryModel,
}: VectorOptions): Promise<IndexGallery> {
  const model = galleryModel === undefined ? modelOfVectors(gallery) : { name: galleryModel, identity: '' };
  return openIndexGallery(gallery, { idsFile: ids, idColumn, array, ...(model && { model }) });
}
