import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { setFileAside, setFolderAside } from '../../../src/base/files/setAside.js';

let root: string;
const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
beforeEach(() => {
  warn.mockClear();
  root = mkdtempSync(join(tmpdir(), 'aside-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
});

test('a folder gets another name, and takes the place of one that had it before', async () => {
  const folder = join(root, 'kept');
  for (const text of ['first', 'second']) {
    mkdirSync(folder);
    writeFileSync(join(folder, 'file'), text);
    await setFolderAside(folder, 'was cut off', 'it is made again');
    expect(warn).toHaveBeenLastCalledWith(
      `${folder} was cut off; it is set aside as ${folder}.damaged, and it is made again.`,
    );
    expect(existsSync(folder)).toBe(false);
    expect(readFileSync(`${folder}.damaged/file`, 'utf8')).toBe(text);
  }
});

test('a file gets another name, which is said; one that is gone is not there', () => {
  const file = join(root, 'kept.json');
  writeFileSync(file, 'text');
  expect(setFileAside(file, 'was changed', 'it is made again')).toBe(true);
  expect(readFileSync(`${file}.damaged`, 'utf8')).toBe('text');
  expect(setFileAside(file, 'was changed', 'it is made again')).toBe(false);
  expect(warn.mock.calls).toEqual([
    [`${file} was changed; it is set aside as ${file}.damaged, and it is made again.`],
  ]);
});
