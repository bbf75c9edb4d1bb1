import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import { compareItems } from '../../src/cli/gpuCheck/compare.js';
import { computeItems, type Items } from '../../src/cli/gpuCheck/items.js';
import { selectBackend, type BackendReport } from '../../src/compute/backend/selectBackend.js';
import { builtInLosses } from '../../src/losses/builtInLosses.js';
import { compiler } from './buildStub.js';
import { reportOf } from './inProcess.js';
import { floatKernels } from './registeredKernels.js';

interface ForcedReport {
  backend: BackendReport;
  items: Items;
  operations: string[];
}

const folder = mkdtempSync(join(tmpdir(), 'kernels-'));
afterAll(() => rmSync(folder, { recursive: true }));

const listed = JSON.parse(readFileSync(join(import.meta.dirname, 'operations.json'), 'utf8')) as string[];
let forced: ForcedReport;
beforeAll(async () => {
  forced = await reportOf<ForcedReport>(join(import.meta.dirname, 'onForcedPath.ts'), [], {});
}, 120_000);

test('what is computed as on a GPU equals what is computed as on the processor, item by item', async () => {
  expect(forced.backend).toMatchObject({ name: 'native', device: 'gpu' });
  await selectBackend({ prefer: 'native' });
  const items = await computeItems({ precision: 'float32', imitated: false });
  const rows = compareItems('float32', forced.items, items);
  expect(rows).toHaveLength(2 * Object.keys(builtInLosses).length + 4);
  expect(rows.filter(({ verdict }) => verdict !== 'same')).toEqual([]);
}, 120_000);

test('the operations that a GPU is asked for are the listed ones', () => {
  expect(forced.operations).toEqual(listed);
});

test.for([
  ['CPU', '2.20.0'],
  ['GPU', '2.20.0-cuda'],
] as const)('TensorFlow has a %s kernel for floats of each of them', ([device, version], { skip }) => {
  const tensorflow = workspacePath('.native', version, 'tensorflow');
  if (!compiler || !existsSync(tensorflow))
    skip(`a C compiler or TensorFlow ${version} is not installed (npm run setup -- --cuda native)`);
  const kernels = floatKernels(tensorflow, folder, device);
  expect(kernels.size).toBeGreaterThan(300);
  // Of the function itself, not of the device.
  const own = ['Placeholder'];
  expect(listed.filter((name) => !own.includes(name) && !kernels.has(name))).toEqual([]);
});
