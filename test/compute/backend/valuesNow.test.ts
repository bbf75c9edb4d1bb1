import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test, vi } from 'vitest';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { valuesNow } from '../../../src/compute/backend/valuesNow.js';
import { isotonicStress } from '../../../src/losses/isotonicSimilarityPreservation.js';

beforeAll(() => selectBackend({ prefer: 'cpu' }));

const asker = { where: 'a test', fix: 'wait for them' };

test('values are there at once, but on WebGPU outside a browser', async () => {
  expect(valuesNow(tf.tensor1d([1, 2]), asker)).toEqual(Float32Array.of(1, 2));
  // Plain JavaScript under the name of WebGPU.
  const plain = tf.backend();
  tf.registerBackend('webgpu', () => plain);
  tf.copyRegisteredKernels('cpu', 'webgpu');
  await tf.setBackend('webgpu');
  const tensor = tf.tensor2d([[1, 2]]);
  expect(() => valuesNow(tensor, asker)).toThrow(/on the spot[^]*a test[^]*webgpu[^]*wait for them/);
  expect(() => isotonicStress(tensor)).toThrow(/isotonicSimilarityPreservation[^]*another loss/);
  vi.stubGlobal('OffscreenCanvas', class {});
  expect(valuesNow(tensor, asker)).toEqual(Float32Array.of(1, 2));
  vi.unstubAllGlobals();
  await tf.setBackend('cpu');
});

test('nothing of the library reads values on the spot by another way, but what the bench times', () => {
  const root = join(import.meta.dirname, '../../../src');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !/^(dist|bench)\//.test(path),
  );
  expect(files.length).toBeGreaterThan(500);
  const reading = files.filter((path) =>
    /\.(data|array|bytes)Sync\b/.test(readFileSync(join(root, path), 'utf8')),
  );
  expect(reading).toEqual(['compute/backend/valuesNow.ts']);
});
