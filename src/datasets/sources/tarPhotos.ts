import { once, type EventEmitter } from 'node:events';
import { extract } from 'tar-stream';
import { openBytes } from '../../base/objects/openBytes.js';
import { isAddress, type ByteSource } from '../../base/objects/types.js';
import { folderLabel } from '../own/folderPictures.js';
import { isPictureName } from '../own/pictureNames.js';
import { RetrievalError } from '../../errors.js';
import { isLabelFile, labelIn, sampleOf } from './sampleLabels.js';
import type { FoundPictures, LookOptions } from './types.js';

/** Bytes of one read while a tar is gone through. */
const pieceBytes = 4 * 2 ** 20;

/**
 * The pictures of a tar, such as a WebDataset shard, in its order; a picture's id is its name in the tar. The tar is gone through
 * once to see where they lie, and each is read when its turn comes; nothing is unpacked.
 *
 * @param place a file, an `s3://` object or what an `https://` address leads to
 * @throws RetrievalError (data) for what is no tar or is cut off; LostObject where nobody answers.
 */
export async function tarPhotos(place: string, options: LookOptions = {}): Promise<FoundPictures> {
  const tar = await openBytes(place);
  const found: FoundPictures = { photos: [], passedOver: [] };
  const labels = new Map<string, string>();
  const entries = extract();
  const reading = goThrough(tar, entries);
  try {
    for await (const entry of entries) {
      const {
        name,
        type,
        size = 0,
        byteOffset,
      } = entry.header as typeof entry.header & { byteOffset: number };
      if (options.labels && type === 'file' && isLabelFile(name)) {
        const label = await labelIn(entry as AsyncIterable<Uint8Array>, size, `${place}/${name}`);
        if (label !== undefined) labels.set(sampleOf(name), label);
        continue;
      }
      entry.resume();
      if (type !== 'file') continue;
      if (!isPictureName(name)) {
        found.passedOver.push(name);
        continue;
      }
      const id = name.replace(/^\.\//, '');
      found.photos.push({
        id,
        label: folderLabel(id),
        path: `${place}/${name}`,
        read: () => tar.read(byteOffset, byteOffset + size),
        stamp: `${tar.stamp} ${byteOffset}`,
        bytes: size,
        isNear: !isAddress(place),
      });
    }
    await reading;
    for (const photo of found.photos) photo.label = labels.get(sampleOf(photo.id)) ?? photo.label;
  } catch (cause) {
    entries.destroy();
    await reading.catch(() => undefined);
    throw cause instanceof RetrievalError ? cause : noTar(place, cause);
  }
  return found;
}

/** Gives all bytes of a tar to who looks for its entries. */
async function goThrough(tar: ByteSource, entries: ReturnType<typeof extract>): Promise<void> {
  try {
    for (let start = 0; start < tar.size && !entries.destroyed; start += pieceBytes) {
      const piece = await tar.read(start, Math.min(tar.size, start + pieceBytes));
      if (!entries.write(piece)) await once(entries as unknown as EventEmitter, 'drain');
    }
    entries.end(undefined);
  } catch (error) {
    entries.destroy(error as Error);
    throw error;
  }
}

function noTar(where: string, cause: unknown): RetrievalError {
  return new RetrievalError({
    what: 'The tar can not be read',
    where,
    expected: 'a whole tar that is not compressed, as WebDataset writes them',
    found: cause instanceof Error ? cause.message : String(cause),
    fix: 'fetch or write it again; unpack one that is compressed',
    kind: 'data',
    cause,
  });
}
