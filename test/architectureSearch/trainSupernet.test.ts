import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import type { SearchData } from '../../src/architectureSearch/scorePath.js';
import { searchConfigSchema, type SearchConfig } from '../../src/architectureSearch/searchConfig.js';
import { trainSupernet } from '../../src/architectureSearch/trainSupernet.js';
import { pixelBatches } from '../../src/training/pixelBatches.js';
import { temporaryFolder } from '../helpers/temporaryFolder.js';
import { toyConfig } from './toySearch.js';
import { build, dimension, pixels, rows, size, valuesOf } from './toySupernet.js';

beforeAll(() => selectBackend());
const fileOf = temporaryFolder();
const said = vi.spyOn(console, 'warn').mockImplementation(() => {});
afterEach(() => said.mockClear());

const config = searchConfigSchema.parse({
  ...toyConfig,
  loss: { kind: 'featureRegression' },
  training: { epochs: 1, batchSize: 4, learningRate: 3e-3 },
}) as SearchConfig;

const vectors = Float32Array.from({ length: rows * dimension }, (_, n) => Math.sin(n) / Math.sqrt(dimension));

/** What a training looks at: a few made-up pictures and their vectors by the gallery model. */
const data = {
  dataset: { labels: new Int32Array(rows) },
  split: { fit: Int32Array.from({ length: rows }, (_, n) => n) },
  gallery: { fit: { rows, columns: dimension, data: vectors } },
  input: { source: pixelBatches(pixels, size, size), training: () => [] },
  rankings: new Map(),
} as unknown as SearchData;

/** Trains or takes a supernet that is kept in a folder. @returns its weights, and how many steps were trained for them */
async function supernetIn(folder: string) {
  const supernet = build();
  let steps = 0;
  await trainSupernet(supernet, config, data, { folder, onStep: () => steps++ });
  return { weights: valuesOf(supernet), steps };
}

test('weights that are kept are taken, not trained again', async () => {
  const folder = fileOf('kept');
  const first = await supernetIn(folder);
  expect(first.steps).toBe(2);
  expect(await supernetIn(folder)).toEqual({ weights: first.weights, steps: 0 });
  expect(said).not.toHaveBeenCalled();
});

test.each(['one flipped byte', 'the end cut off'])(
  'weights with %s are set aside, said, and trained again to the same',
  async (damage) => {
    const folder = fileOf(damage);
    const first = await supernetIn(folder);
    const name = readdirSync(folder).find((file) => file.endsWith('.safetensors') || file.endsWith('.bin'))!;
    const bytes = readFileSync(join(folder, name));
    bytes[bytes.length - 3] ^= 64;
    writeFileSync(join(folder, name), damage === 'the end cut off' ? bytes.subarray(0, -7) : bytes);
    expect(await supernetIn(folder)).toEqual(first);
    expect(said.mock.calls.flat().join('\n')).toMatch(/training\.json[^]*the supernet is trained again/);
    expect(readdirSync(folder).filter((file) => file.startsWith('training.json'))).toHaveLength(2);
    expect(existsSync(join(folder, 'training'))).toBe(false);
    expect((await supernetIn(folder)).steps).toBe(0);
  },
);
