import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readArrays, writeArrays } from '../../src/bench/sharedArrays.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'bench-test-'))));
afterEach(() => rmSync(folder, { recursive: true }));

test('arrays come back as they were written', async () => {
  const arrays = {
    floats: { shape: [2, 2], data: Float32Array.of(1.5, -2, 0, 3) },
    integers: { shape: [3], data: Int32Array.of(7, -8, 9) },
    nothing: { shape: [0], data: new Float32Array(0) },
  };
  await writeArrays(folder, arrays);
  expect(await readArrays(folder)).toEqual(arrays);
});
