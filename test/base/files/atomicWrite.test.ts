import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
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
