import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { workFolder } from './marks.js';

/** A file below a folder. */
export interface FoundFile {
  /** Relative to the folder, with `/`. */
  path: string;
  bytes: number;
}

/**
 * Every file below a folder, one after another, so that millions need no memory. Links are followed, each folder once;
 * the work folder of a download is left out.
 */
export async function* walkFiles(folder: string): AsyncGenerator<FoundFile> {
  yield* walk(folder, '', new Set());
}

async function* walk(root: string, below: string, seen: Set<string>): AsyncGenerator<FoundFile> {
  const here = await realpath(join(root, below));
  if (seen.has(here)) return;
  seen.add(here);
  const entries = await readdir(here);
  for (const name of entries.sort()) {
    if (name === workFolder) continue;
    const path = below === '' ? name : `${below}/${name}`;
    const stats = await stat(join(root, path)).catch(() => undefined);
    if (stats?.isDirectory()) yield* walk(root, path, seen);
    else if (stats?.isFile()) yield { path, bytes: stats.size };
  }
}

/** Number of `.jpg` and `.jpeg` files below a folder; 0 if there is none. */
export async function countPictures(folder: string): Promise<number> {
  let count = 0;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (entry.name === workFolder) continue;
    const path = join(folder, entry.name);
    const isFolder =
      entry.isDirectory() ||
      (entry.isSymbolicLink() && (await stat(path).catch(() => undefined))?.isDirectory());
    if (isFolder) count += await countPictures(path);
    else if (/\.jpe?g$/i.test(entry.name)) count++;
  }
  return count;
}
