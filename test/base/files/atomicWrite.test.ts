import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { atomicWrite } from '../../../src/base/files/atomicWrite.js';

const folder = mkdtempSync(join(tmpdir(), 'atomic-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a file and its folders are written whole, without a temporary file left', async () => {
  const file = join(folder, 'a', 'b', 'c.bin');
  const whole = Uint8Array.from([9, 1, 2, 3, 9]);
  await atomicWrite(file, whole.subarray(1, 4));
  expect([...readFileSync(file)]).toEqual([1, 2, 3]);
  await atomicWrite(file, 'text ä');
  expect(readFileSync(file, 'utf8')).toBe('text ä');
  expect(readdirSync(join(folder, 'a', 'b'))).toEqual(['c.bin']);
});

test('a disk that takes a part of the content only is an error, and the old content stays', () => {
  const file = join(folder, 'limited.bin');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, 'old');
  const viteNode = join(import.meta.dirname, '../../../node_modules/vite-node/dist/cli.mjs');
  const script = join(import.meta.dirname, 'limitedWrite.ts');
  // Blocks of 1024 bytes: the first call takes 64 kB of the 100 kB, and fails with nothing.
  const words = ['-c', 'ulimit -f 64; exec "$0" "$@"', process.execPath, viteNode, script, file];
  const { status, stderr } = spawnSync('bash', words, { encoding: 'utf8' });
  expect(stderr).toContain('the file is larger than is allowed');
  expect(status).toBe(3);
  expect(readFileSync(file, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['limited.bin']);
}, 20_000);
