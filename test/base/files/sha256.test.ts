import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { atomicWrite } from '../../../src/base/files/atomicWrite.js';
import { sha256OfBytes, sha256OfFile } from '../../../src/base/files/sha256.js';

const folder = mkdtempSync(join(tmpdir(), 'atomic-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('SHA-256 agrees with the published vector, for bytes and for files', async () => {
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(sha256OfBytes('abc')).toBe(abc);
  const file = join(folder, 'abc');
  await atomicWrite(file, 'abc');
  expect(await sha256OfFile(file)).toBe(abc);
});
