import { cpSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { afterAll } from 'vitest';
import { libraryFolder } from '../../src/base/files/libraryFolder.js';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** A folder that is removed after the tests of the file. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'library-'));
  folders.push(folder);
  return folder;
}

/**
 * A copy of the library in which one file is another; all but the file's room is linked.
 * @param file from the library's folder; must be there
 */
export function libraryWith(file: string, text: string, original = libraryFolder): string {
  const folder = temporaryFolder();
  const [room] = file.split('/');
  for (const name of readdirSync(original)) {
    if (name === room) cpSync(join(original, name), join(folder, name), { recursive: true });
    else if (extname(name) || !['dist', 'setup', 'shims'].includes(name)) {
      symlinkSync(join(original, name), join(folder, name));
    }
  }
  statSync(join(folder, file));
  writeFileSync(join(folder, file), text);
  return folder;
}
