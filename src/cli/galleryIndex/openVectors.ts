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

/** Opens the vectors that the options name, and says where their ids are from. */
export async function openVectors({
  gallery,
  ids,
  idColumn,
  array,
  galleryModel,
}: VectorOptions): Promise<IndexGallery> {
  const model = galleryModel === undefined ? modelOfVectors(gallery) : { name: galleryModel, identity: '' };
  const opened = await openIndexGallery(gallery, { idsFile: ids, idColumn, array, ...(model && { model }) });
  const from = opened.ids
    ? `from ${opened.idsFrom}`
    : 'none found, the vectors are called by their numbers (--ids names a file)';
  console.error(`Ids: ${from}`);
  return opened;
}
