import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packagePath } from '../base/files/packagePath.js';
import { RetrievalError } from '../errors.js';

/** The built page: its files by their addresses. @throws RetrievalError when it was not built. */
export async function pageFiles(
  folder = packagePath('demo', 'page', 'dist'),
): Promise<Map<string, Uint8Array>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = new Map<string, Uint8Array>();
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(path.slice(folder.length + 1).replaceAll('\\', '/'), await readFile(path));
  }
  if (files.has('index.html')) return files;
  throw new RetrievalError({
    what: 'The page of the demo is not built',
    where: folder,
    expected: 'index.html and what it loads',
    found: files.size === 0 ? 'no files' : [...files.keys()].join(', '),
    fix: 'run `npm run setup` in the clone',
    kind: 'data',
  });
}
