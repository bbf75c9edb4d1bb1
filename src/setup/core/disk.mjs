import { lstatSync, readdirSync, statfsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of a file or of everything below a folder; what is missing, or goes meanwhile, has none. Links are not followed. */
export async function bytesOf(path) {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) return 0;
  if (!found.isDirectory()) return found.size;
  const entries = await readdir(path, { withFileTypes: true }).catch(goneMeanwhile);
  const sizes = entries.map((entry) => {
    const inside = join(path, entry.name);
    if (entry.isDirectory()) return bytesOf(inside);
    return entry.isFile() ? (lstatSync(inside, { throwIfNoEntry: false })?.size ?? 0) : 0;
  });
  return (await Promise.all(sizes)).reduce((total, bytes) => total + bytes, 0);
}

function goneMeanwhile(error) {
  if (error.code === 'ENOENT') return [];
  throw error;
}

/** The paths of all files below a folder, but for folders with names that it does not enter. Links are left out. */
export function filesBelow(folder, enters = () => true) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return enters(entry.name) ? filesBelow(path, enters) : [];
    return entry.isFile() ? [path] : [];
  });
}

/** Bytes free for this user on the disk that holds a folder. */
export function freeBytes(folder) {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** Bytes in words: `86 kB`, `229 MB`, `25.3 GB`. */
export function size(bytes) {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1e3)} kB`;
  return bytes < 1e10 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
