import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { forEachConcurrently } from '../../base/forEachConcurrently.js';
import { RetrievalError } from '../../errors.js';
import type { PictureProgress } from '../../images/pixelCache.js';
import { sharpVersion } from '../../images/sharp.js';
import { shrinkPicture } from '../../images/shrinkPicture.js';
import { encodePhotoTable, type TablePhoto } from '../embedded/photoTable.js';
import { readGroceryLists } from './groceryLists.js';
import { groceryAttribution, grocerySource } from './groceryDescription.js';

/**
 * How the embedded pictures are encoded: large enough for query models of up to 96 pixels, which see pictures of 108, and
 * for thumbnails; 3 kB each.
 */
export const embeddedPicture = { shortSide: 112, quality: 70 } as const;

/**
 * What every file that is made from the photos says of itself: where they come from, and the owner's licence in full.
 * @param folder the originals in their owner's layout
 * @throws RetrievalError when the licence is not there.
 */
export async function groceryNotes(folder: string): Promise<Record<string, string>> {
  const file = join(folder, 'LICENSE');
  const licenceText = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new RetrievalError({
      what: 'The licence of the photos is not there',
      where: file,
      expected: 'a file LICENSE, which goes wherever the photos go',
      fix: 'take a complete copy of the data set',
      cause,
    });
  });
  const { name, licence, author } = groceryAttribution;
  const { repository, commit } = grocerySource;
  return {
    title: name,
    author,
    licence,
    licenceText,
    source: repository,
    commit,
    madeBy: 'asym data pack grocery --from FOLDER',
  };
}

/** The original photos as a table of small pictures, in the order of the owner's lists. */
export async function encodeGroceryPhotos(folder: string, onProgress?: PictureProgress): Promise<Uint8Array> {
  const { records, labelNames, coarseNames } = readGroceryLists(folder);
  const numbers = new Map(labelNames.map((label, number) => [label, number]));
  const photos = new Array<TablePhoto & { picture: Uint8Array }>(records.length);
  let done = 0;
  await forEachConcurrently(records.length, async (row) => {
    const { id, label, origin, path } = records[row]!;
    const labelNumber = numbers.get(label)!;
    const small = await shrinkPicture(path!, embeddedPicture);
    photos[row] = { id, label, coarseLabel: coarseNames[labelNumber]!, origin, labelNumber, ...small };
    onProgress?.({ done: ++done, total: records.length, what: 'photos made small' });
  });
  const { shortSide, quality } = embeddedPicture;
  return encodePhotoTable(photos, {
    ...(await groceryNotes(folder)),
    picture: `WebP of quality ${quality}, shorter side ${shortSide} pixels at most, by sharp ${sharpVersion()}`,
  });
}
