import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { folderFiles } from '../../../src/base/files/folderFiles.js';

let root: string;
const at = (name: string): string => join(root, name);
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'files-'));
  mkdirSync(at('a'));
  mkdirSync(at('b/c'), { recursive: true });
  for (const name of ['z', 'a/1', 'b/c/2', '.hidden']) writeFileSync(at(name), '');
});
afterEach(() => rmSync(root, { recursive: true }));

test('lists what lies below, hidden files aside, in the order of the names', () => {
  mkdirSync(at('.git'));
  writeFileSync(at('.git/x'), '');
  execFileSync('mkfifo', [at('b/pipe')]);
  expect(folderFiles(root)).toEqual({ files: ['a/1', 'b/c/2', 'b/pipe', 'z'], unreachable: [] });
});

test('follows links to files and to folders, each folder once', () => {
  symlinkSync(at('z'), at('file-link'));
  symlinkSync(at('b'), at('a/to-b'));
  symlinkSync(at('b'), at('again'));
  const { files, unreachable } = folderFiles(root);
  expect(files).toEqual(['a/1', 'a/to-b/c/2', 'b/c/2', 'file-link', 'z']);
  expect(unreachable).toMatchObject([{ path: at('again'), what: 'A second link leads to the same folder' }]);
});

test('names links to folders above them, in a circle, and to nowhere', () => {
  symlinkSync('..', at('a/up'));
  symlinkSync(at('circle'), at('circle'));
  symlinkSync(at('nothing'), at('dangling'));
  const { files, unreachable } = folderFiles(root);
  expect(files).toEqual(['a/1', 'b/c/2', 'z']);
  expect(unreachable.map(({ path }) => path).sort()).toEqual(
    [at('a/up'), at('circle'), at('dangling')].sort(),
  );
  const text = unreachable.map(({ what, found }) => `${what}: ${found}`).join('\n');
  expect(text).toContain('leads back to a folder above');
  expect(text).toContain('its links lead in a circle');
  expect(text).toContain('it is not there');
});

test('two folders that link to each other end somewhere', () => {
  symlinkSync(at('b'), at('a/b'));
  symlinkSync(at('a'), at('b/a'));
  const { files, unreachable } = folderFiles(root);
  expect(files).toEqual(expect.arrayContaining(['a/1', 'a/b/c/2', 'b/a/1', 'b/c/2']));
  expect(unreachable.length).toBeGreaterThan(0);
});

test('names a file whose name is no UTF-8', () => {
  writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0x66, 0xff, 0x2e, 0x6a])]), '');
  const { unreachable } = folderFiles(root);
  expect(unreachable).toMatchObject([{ what: 'The name of a file is no UTF-8' }]);
});
