import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeFolder } from '../../../src/base/files/makeFolder.js';

const folder = mkdtempSync(join(tmpdir(), 'make-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('makes the folders above as well, also where others make them at the same time', async () => {
  const path = join(folder, 'a', 'b', 'c');
  await Promise.all([makeFolder(path), makeFolder(path), makeFolder(join(folder, 'a', 'b', 'd'))]);
  expect(existsSync(path)).toBe(true);
  await makeFolder(path);
});

test('fails below a file, and where no folder can be made', async () => {
  writeFileSync(join(folder, 'file'), '');
  await expect(makeFolder(join(folder, 'file', 'x'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  await expect(makeFolder('/proc/nowhere/x')).rejects.toMatchObject({ code: 'ENOENT' });
});
