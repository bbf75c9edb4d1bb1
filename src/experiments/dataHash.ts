import type { Dataset } from '../datasets/types.js';
import { sha256OfFile } from '../base/files/sha256.js';
import { filesBeside, idsFileBeside } from '../vectors/names/nameLists.js';
import type { GalleryConfig } from '../extraction/galleryConfig.js';
import { shortHash } from './hashes.js';

/** Hash of what a run reads: the pictures, and the files of gallery vectors that were computed elsewhere. */
export async function dataHash({ fingerprint }: Dataset, gallery: GalleryConfig): Promise<string> {
  if (gallery.name !== 'vectors') return fingerprint.slice(0, 16);
  const { file, idsFile } = gallery;
  const beside = idsFileBeside(file);
  const others = idsFile === undefined ? filesBeside(file).filter((other) => other !== beside) : [];
  const files = [file, idsFile ?? beside, ...others];
  // There may be no ids; what is wrong with the vectors is said where they are read.
  const contents = await Promise.all(files.map((file) => sha256OfFile(file).catch(() => 'unreadable')));
  return shortHash([fingerprint, ...contents].join('\n'));
}
