import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { workspacePath } from '../../base/files/workspacePath.js';

/** Where resized pictures, embeddings and finished steps are kept. */
export function cacheFolder(): string {
  return workspacePath('data', 'cache');
}

/** Bytes of all files below a folder; 0 if there is none. */
export function folderBytes(folder: string): number {
  if (!statSync(folder, { throwIfNoEntry: false })) return 0;
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, stats) => sum + (stats.isFile() ? stats.size : 0), 0);
}

/** A size in whole megabytes. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
