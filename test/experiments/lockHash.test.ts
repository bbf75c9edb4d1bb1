import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { libraryFolder } from '../../src/base/files/libraryFolder.js';
import { shortHash } from '../../src/experiments/hashes.js';
import { lockHash } from '../../src/experiments/lockHash.js';

const root = mkdtempSync(join(tmpdir(), 'lock-'));
afterAll(() => rmSync(root, { recursive: true }));

function write(file: string, value: object): void {
  mkdirSync(join(root, file, '..'), { recursive: true });
  writeFileSync(join(root, file), JSON.stringify(value));
}

test('in its workspace it is the hash of the lock file', () => {
  const lock = readFileSync(join(libraryFolder, '..', 'package-lock.json'), 'utf8');
  expect(lockHash()).toBe(shortHash(lock));
});

test('of an installed package it changes with the packages that compute, and with no other', () => {
  const library = join(root, 'node_modules', 'asymmetric-retrieval', 'dist');
  write('node_modules/asymmetric-retrieval/package.json', { version: '1.0.0' });
  write('node_modules/@tensorflow/tfjs/package.json', { version: '4.22.0' });
  write('node_modules/commander/package.json', { version: '14.0.3' });
  const before = lockHash(library);
  expect(before).toMatch(/^[0-9a-f]{16}$/);
  write('node_modules/commander/package.json', { version: '15.0.0' });
  expect(lockHash(library)).toBe(before);
  write('node_modules/sharp/package.json', { version: '0.35.5' });
  const withPictures = lockHash(library);
  expect(withPictures).not.toBe(before);
  write('node_modules/@tensorflow/tfjs/package.json', { version: '4.23.0' });
  expect(lockHash(library)).not.toBe(withPictures);
});
