import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and those above it that are missing, one after the other: in file systems that make no folders Node's own
 * recursive way never ends.
 *
 * @throws the error of the file system.
 */
export async function makeFolder(path: string): Promise<void> {
  const missing: string[] = [];
  let folder = resolve(path);
  while (!existsSync(folder)) {
    missing.push(folder);
    folder = dirname(folder);
  }
  for (const next of missing.reverse()) {
    await mkdir(next).catch((error: NodeJS.ErrnoException) => {
      // Somebody else may have made it in the meantime.
      if (error.code !== 'EEXIST') throw error;
    });
  }
}
