import type { Dataset } from '../datasets/types.js';
import { sha256OfFile } from '../base/files/sha256.js';
import { idsFileBeside } from '../vectors/readIds.js';
import type { GalleryConfig } from './galleryConfig.js';
import { shortHash } from './hashes.js';

/** Hash of what a run reads: the pictures, and the files of gallery vectors that were computed elsewhere. */
export async function dataHash({ fingerprint }: Dataset, gallery: GalleryConfig): Promise<string> {
  if (gallery.name !== 'vectors') return fingerprint.slice(0, 16);
  const files = [gallery.file, gallery.idsFile ?? idsFileBeside(gallery.file)];
  // There may be no ids; what is wrong with the vectors is said where they are read.
  const contents = await Promise.all(files.map((file) => sha256OfFile(file).catch(() => 'unreadable')));
  return shortHash([fingerprint, ...contents].join('\n'));
}
