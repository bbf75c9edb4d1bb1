import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { setFolderAside } from '../../../src/base/files/setFolderAside.js';

test('a folder gets another name, and takes the place of one that had it before', async () => {
  const root = mkdtempSync(join(tmpdir(), 'aside-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const folder = join(root, 'kept');
  for (const text of ['first', 'second']) {
    mkdirSync(folder);
    writeFileSync(join(folder, 'file'), text);
    expect(await setFolderAside(folder)).toBe(`${folder}.damaged`);
    expect(existsSync(folder)).toBe(false);
    expect(readFileSync(`${folder}.damaged/file`, 'utf8')).toBe(text);
  }
});
