import { join } from 'node:path';
import { embeddedGroceriesFolder, groceryFiles } from '../../datasets/grocery/embeddedGroceries.js';
import { openPhotoTable } from '../../datasets/embedded/photoTable.js';
import type { EncodedPictures } from './galleryPictures.js';

/** The embedded groceries as they are kept, by their ids. */
export async function groceryPictures(): Promise<EncodedPictures> {
  const { photos, pictures } = await openPhotoTable(join(embeddedGroceriesFolder(), groceryFiles.photos));
  const encoded = await pictures();
  return new Map(photos.map(({ id }, row) => [id, encoded[row]!]));
}
