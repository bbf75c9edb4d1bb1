import { extname } from 'node:path';
import { addressBytes } from '../../base/objects/openBytes.js';
import { listS3 } from '../../base/objects/s3.js';
import { isAddress } from '../../base/objects/types.js';
import { folderLabel } from '../own/folderPictures.js';
import { isPictureName } from '../own/pictureNames.js';
import { RetrievalError } from '../../errors.js';
import { parquetPhotos } from './parquetPhotos.js';
import { placesOf } from './placesOf.js';
import { tarPhotos } from './tarPhotos.js';
import type { AddressedPicture, FoundPictures, LookOptions } from './types.js';

/** Whether a text names pictures that are no files of a folder or a table. */
export function isAddressed(text: string): boolean {
  return isAddress(text) || ['.tar', '.parquet'].includes(extname(text).toLowerCase());
}

/**
 * The pictures of a store's prefix (`s3://bucket/photos/`), of a tar or of a Parquet table, which may lie in a store or behind
 * an address; `{000..007}` stands for the numbers in a row, `*` for any part of a file's name. Ids are names in the prefix or in
 * the tar, or as the table says; of several tars or tables with the name of the file in front. They stand in the order of the
 * keys, of the tars, of the tables. A label is the first folder of the name, unless something else says it.
 *
 * @throws RetrievalError where there is nothing; LostObject where nobody answers.
 */
export async function addressedPhotos(text: string, options: LookOptions = {}): Promise<FoundPictures> {
  const places = await placesOf(text);
  const found: FoundPictures = { photos: [], passedOver: [] };
  for (const place of places) {
    const { photos, passedOver } = await photosOf(place, options);
    const name = (id: string): string => (places.length > 1 ? `${place.split('/').at(-1)}/${id}` : id);
    for (const photo of photos) found.photos.push({ ...photo, id: name(photo.id) });
    for (const other of passedOver) found.passedOver.push(name(other));
  }
  return found;
}

/** A picture at an address of its own, of whose content nothing is known before it is fetched. */
export function atAddress(url: string): Pick<AddressedPicture, 'path' | 'read' | 'stamp'> {
  return { path: url, read: () => addressBytes(url), stamp: url };
}

async function photosOf(place: string, options: LookOptions): Promise<FoundPictures> {
  const ending = extname(place).toLowerCase();
  if (ending === '.tar') return tarPhotos(place, options);
  if (ending === '.parquet') return { photos: await parquetPhotos(place, options), passedOver: [] };
  if (place.startsWith('s3://')) return prefixPhotos(place);
  throw new RetrievalError({
    what: 'An address has no list of pictures',
    where: place,
    expected: 'a .tar, a .parquet, or s3://bucket/prefix/; single addresses in the column path of a .csv',
    found: ending || 'no ending',
    fix: 'name one of these',
    kind: 'usage',
  });
}

async function prefixPhotos(prefix: string): Promise<FoundPictures> {
  const folder = prefix.endsWith('/') ? prefix : `${prefix}/`;
  const objects = (await listS3(folder)).filter(({ name }) => name !== '' && !name.endsWith('/'));
  const isPicture = ({ name }: { name: string }): boolean =>
    isPictureName(name) && !name.split('/').some((part) => part.startsWith('.'));
  return {
    photos: objects.filter(isPicture).map(({ name, url, stamp, size }) => {
      return { ...atAddress(url), id: name, label: folderLabel(name), stamp, bytes: size };
    }),
    passedOver: objects.filter((object) => !isPicture(object)).map(({ name }) => name),
  };
}
