import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { load } from '../load.js';

const { bytesOf } = await load<{ bytesOf: (path: string) => Promise<number> }>('core/disk.mjs');

function folderOfFiles(): string {
  const folder = mkdtempSync(join(tmpdir(), 'disk-'));
  mkdirSync(join(folder, 'deep'));
  for (let n = 0; n < 50; n++) writeFileSync(join(folder, n % 2 ? 'deep' : '.', `${n}`), 'x'.repeat(10));
  return folder;
}

test('counts every file below a folder, and nothing for what is not there', async () => {
  const folder = folderOfFiles();
  expect(await bytesOf(folder)).toBe(500);
  rmSync(folder, { recursive: true });
  expect(await bytesOf(folder)).toBe(0);
});

test('goes on when files go while it counts', async () => {
  for (let round = 0; round < 20; round++) {
    const folder = folderOfFiles();
    const counted = bytesOf(folder);
    rmSync(folder, { recursive: true });
    expect(await counted).toBeLessThanOrEqual(500);
  }
});
