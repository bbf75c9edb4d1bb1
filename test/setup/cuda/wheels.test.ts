import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { workspacePath } from '../../../src/base/files/workspacePath.js';
import { load } from '../load.js';

interface Sizes {
  wheel: number;
  installed: number;
}
const { wheelSizes, requirementsIn, cudaBytes } = await load<{
  wheelSizes: () => Record<string, Sizes>;
  requirementsIn: (list: string) => string[];
  cudaBytes: (sizes?: Record<string, Sizes>) => { fetched: number; installed: number; peak: number };
}>('cuda/wheels.mjs');
const list = workspacePath('src', 'setup', 'requirements', 'tensorflow-cuda.txt');

test('every pinned wheel of CUDA has its sizes, and nothing else has', () => {
  expect(requirementsIn(list)).toContain('tensorflow==2.20.0');
  expect(Object.keys(wheelSizes()).sort()).toEqual(requirementsIn(list).sort());
  for (const { wheel, installed } of Object.values(wheelSizes())) {
    expect(wheel).toBeGreaterThan(1e5);
    expect(installed).toBeGreaterThan(wheel);
  }
});

test('the disk holds the wheels beside what came out of them', () => {
  const sizes = { 'a==1': { wheel: 2, installed: 5 }, 'b==1': { wheel: 3, installed: 4 } };
  expect(cudaBytes(sizes)).toEqual({ fetched: 5, installed: 9, peak: 14 });
});

test('TensorFlow for CUDA takes on disk what the table says', async ({ skip }) => {
  const folder = workspacePath('.native', '2.20.0-cuda');
  if (!existsSync(folder)) skip('TensorFlow for CUDA is not installed (npm run setup -- --cuda native)');
  const { bytesOf } = await load<{ bytesOf: (path: string) => Promise<number> }>('core/disk.mjs');
  const { installed } = cudaBytes();
  const found = await bytesOf(join(folder));
  // Sizes of files, without the rest of their last blocks.
  expect(found).toBeLessThan(installed);
  expect(found).toBeGreaterThan(0.97 * installed);
});
