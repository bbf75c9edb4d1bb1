import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compareItems, tolerances } from '../../src/cli/gpuCheck/compare.js';
import { computeItems, leftOutOn, type Items } from '../../src/cli/gpuCheck/items.js';
import { selectBackend, type BackendReport } from '../../src/compute/backend/selectBackend.js';
import type { LossKind } from '../../src/losses/registry.js';
import { exportFormats } from '../../src/export/exportedFiles.js';
import { largestDifference } from '../export/toyNetwork.js';
import { exportedVectors } from './exported.js';
import { reportOf } from './inProcess.js';
import { shortItems } from './shortItems.js';
import { noAdapter, softwareAdapter } from './softwareAdapter.js';

const script = join(import.meta.dirname, 'onWebGpu.ts');
const environment = softwareAdapter();
const isLong = process.env.ASYMMETRIC_GPU_TESTS === 'long';

interface WebGpuReport {
  backend: BackendReport;
  items: Items;
}

/** Losses whose shaders a software adapter compiles and runs within seconds. */
const quickKinds: LossKind[] = [
  'featureRegression',
  'rankMatching',
  'rankDistribution',
  'contextualSimilarityDistillation',
  'listLikelihood',
  'neighbourRegression',
];

/** Items that differ from native TensorFlow's by more than the GPU check allows. */
function different(items: Items, reference: Items): string[] {
  const rows = compareItems('float32', items, reference, undefined, tolerances.webgpu);
  return rows
    .filter(({ verdict }) => verdict !== 'same')
    .map(({ item, difference }) => `${item}: ${difference}`);
}

test('losses and ten steps of a training are native TensorFlow’s on a software adapter', async ({ skip }) => {
  if (!environment) skip(noAdapter);
  const { backend, items } = await reportOf<WebGpuReport>(script, [quickKinds.join(',')], environment!);
  expect(backend).toMatchObject({ name: 'webgpu', device: 'gpu' });
  await selectBackend({ prefer: 'native' });
  const reference = await shortItems(quickKinds);
  expect(Object.keys(items)).toHaveLength(2 * quickKinds.length + 1);
  expect(different(items, reference)).toEqual([]);
  expect(new Set(reference['losses of ten steps']).size).toBe(10);
}, 300_000);

test('a model is exported, loaded again and run to native TensorFlow’s vectors on a software adapter', async ({
  skip,
}) => {
  if (!environment) skip(noAdapter);
  if (!isLong) skip('takes half a minute: npm run gpu-tests');
  const onWebGpu = join(import.meta.dirname, 'onWebGpuExport.ts');
  const { backend, vectors } = await reportOf<{ backend: BackendReport; vectors: Items }>(
    onWebGpu,
    [],
    environment!,
  );
  expect(backend).toMatchObject({ name: 'webgpu', device: 'gpu' });
  await selectBackend({ prefer: 'native' });
  const reference = await exportedVectors();
  expect(Object.keys(vectors)).toEqual(['model', ...exportFormats]);
  for (const [name, values] of Object.entries(reference))
    expect(largestDifference(vectors[name], values), name).toBeLessThan(1e-4);
  // The vectors of two pictures differ.
  expect(largestDifference(vectors.model.slice(0, 12), vectors.model.slice(12, 24))).toBeGreaterThan(0.01);
}, 300_000);

test('everything that the GPU check computes is native TensorFlow’s but what it names', async ({ skip }) => {
  if (!environment) skip(noAdapter);
  if (!isLong) skip('takes five minutes: npm run gpu-tests');
  const { items } = await reportOf<WebGpuReport>(script, ['all'], environment!);
  await selectBackend({ prefer: 'native' });
  const reference = await computeItems({ precision: 'float32', imitated: false });
  for (const left of leftOutOn('webgpu')) delete reference[left];
  expect(Object.keys(items).length).toBeGreaterThan(30);
  expect(different(items, reference)).toEqual([]);
}, 900_000);
