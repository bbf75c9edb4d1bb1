import type { Dataset } from '../datasets/types.js';
import { filesOf, type RankerConfig } from '../rankers/rankerConfig.js';
import { sha256OfFile } from '../base/files/sha256.js';
import { filesBeside, idsFileBeside } from '../vectors/names/nameLists.js';
import type { GalleryConfig } from '../extraction/galleryConfig.js';
import { shortHash } from './hashes.js';

/**
 * Hash of what a run reads: the pictures, and the files of gallery vectors and of rankers that were made elsewhere.
 * @param rankers those whose lists its loss ranks
 */
export async function dataHash(
  { fingerprint }: Dataset,
  gallery: GalleryConfig,
  rankers: readonly RankerConfig[] = [],
): Promise<string> {
  const files = [...vectorFiles(gallery), ...rankers.flatMap(filesOf)];
  if (files.length === 0) return fingerprint.slice(0, 16);
  // There may be no ids; what is wrong with a file is said where it is read.
  const contents = await Promise.all(files.map((file) => sha256OfFile(file).catch(() => 'unreadable')));
  return shortHash([fingerprint, ...contents].join('\n'));
}

function vectorFiles(gallery: GalleryConfig): string[] {
  if (gallery.name !== 'vectors') return [];
  const { file, idsFile } = gallery;
  const beside = idsFileBeside(file);
  const others = idsFile === undefined ? filesBeside(file).filter((other) => other !== beside) : [];
  return [file, idsFile ?? beside, ...others];
}
