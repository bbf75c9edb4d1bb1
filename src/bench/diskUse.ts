import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { workspacePath } from '../base/files/workspacePath.js';

/** Megabytes that each part of the workspace takes. */
export async function diskUse(): Promise<{ part: string; megabytes: number }[]> {
  const parts = [
    'node_modules',
    '.native',
    '.venv',
    '.lab',
    '.bench',
    'data/weights',
    'data/cache',
    'src/dist',
  ];
  return Promise.all(
    parts.map(async (part) => ({
      part,
      megabytes: (await bytesBelow(workspacePath(part))) / 2 ** 20,
    })),
  );
}

async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return bytesBelow(path);
      return entry.isFile() ? (await stat(path)).size : 0;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
