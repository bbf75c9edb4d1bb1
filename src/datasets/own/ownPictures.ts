import { basename } from 'node:path';
import { sha256OfBytes } from '../../base/files/sha256.js';
import { heldOutName } from '../heldOutSplit.js';
import type { Attribution, DatasetProperties } from '../types.js';

/** Pictures that the user brought: whether they may be mirrored is not known. */
export const ownProperties = {
  pictureKind: 'photo',
  mayBeMirrored: false,
  defaultSplit: heldOutName,
} as const satisfies DatasetProperties;

/** Name of the cache of one's own pictures: another for every place on the disk. */
export function ownCacheName(place: string): string {
  return `own-${sha256OfBytes(place).slice(0, 12)}`;
}

/** Attribution of pictures that the user brought. */
export function ownPictures(place: string): Attribution {
  return { name: basename(place), licence: 'as you know it', author: 'you', source: place };
}
