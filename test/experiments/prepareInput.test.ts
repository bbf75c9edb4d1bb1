import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDataset } from '../../src/datasets/openDataset.js';
import { findSplit } from '../../src/datasets/findSplit.js';
import { parseRunConfig, runConfigSchema, type RunConfigInput } from '../../src/experiments/runConfig.js';
import { runExperiment } from '../../src/experiments/runExperiment.js';
import { prepareInput, prepareStoredInput } from '../../src/experiments/prepareInput.js';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import { hasWeights } from '../../src/models/weightFiles.js';
import { writePicture } from '../datasets/pictures.js';
import { randomSource } from '../../src/base/randomSource.js';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import type { Dataset, RetrievalSplit } from '../../src/datasets/types.js';

const folder = mkdtempSync(join(tmpdir(), 'picture-files-'));
const made: string[] = [];
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  made.forEach((runId) => rmSync(workspacePath('data', 'cache', 'runs', `${runId}.json`)));
});
beforeAll(async () => {
  await selectBackend();
  for (let n = 0; n < 24; n++) await writePicture(join(folder, `label${n % 6}`), `p${n}.jpg`, n % 6, 40);
});

const config = (change: Partial<RunConfigInput> = {}): RunConfigInput => ({
  dataset: folder,
  split: 'unseen',
  gallery: { name: 'mobileNetV2', size: 32 },
  query: { kind: 'smallCnn', width: 0.3 },
  pictures: { randomCrop: {}, flip: true, padding: 2, erase: 0.3, colour: { brightness: 0.1 } },
  method: 'regression',
  loss: { kind: 'featureRegression' },
  training: { epochs: 2, batchSize: 4 },
  ...change,
});

test('the evaluation reads the files block by block, unvaried', async () => {
  const dataset = await openDataset(folder);
  const split = findSplit(dataset, 'unseen');
  const { queries, training } = await prepareInput(dataset, split, parseRunConfig(config()));
  if (typeof queries !== 'function') throw new Error('the queries are held in memory');
  const block = await queries(1, 2);
  expect(block).toEqual(await dataset.pixels(split.queries.subarray(1, 3), { size: 32 }));
  expect(typeof training()).toBe('function');
});

test('stored features and drawings have no files to vary', async () => {
  const refused = runConfigSchema.safeParse(config({ query: { kind: 'head' } }));
  expect(refused.error?.issues.map(({ path }) => path.join('.'))).toEqual(['pictures']);
  const emoji = await openDataset('emoji-small');
  const drawn = parseRunConfig(config({ dataset: 'emoji-small' }));
  await expect(prepareInput(emoji, findSplit(emoji, 'unseen'), drawn)).rejects.toThrow(/photos/);
});

describe.skipIf(!hasWeights('mobileNetV2'))('a run on picture files', () => {
  test('is trained on varied pictures and gives the same numbers again', async () => {
    const first = await runExperiment(config(), { fresh: true });
    const again = await runExperiment(config(), { fresh: true });
    made.push(first.record.runId);
    expect(first.manifest.losses).toEqual(again.manifest.losses);
    expect(first.record.mapAsymmetric).toBe(again.record.mapAsymmetric);
    expect(first.record.mapAsymmetric).toBeGreaterThan(0);
    const plain = await runExperiment(config({ pictures: {} }), { fresh: true });
    made.push(plain.record.runId);
    expect(plain.manifest.losses).not.toEqual(first.manifest.losses);
  });
});

const rows = Int32Array.from({ length: 16 }, (_, row) => row);
const split = { fit: rows, queries: rows, gallery: rows } as RetrievalSplit;
const stored = parseRunConfig({
  dataset: 'halves',
  split: 'unseen',
  gallery: { name: 'vectors', file: 'vectors.npy' },
  query: { kind: 'smallCnn', size: 32, width: 0.25 },
  method: 'regression',
  loss: { kind: 'featureRegression' },
});

/** Pictures that are black on the left and white on the right. */
function halves(mayBeMirrored: boolean): Dataset {
  const pixels: Dataset['pixels'] = (wanted, { size }) =>
    Promise.resolve(
      Uint8Array.from({ length: wanted.length * size * size * 3 }, (_, at) =>
        Math.floor(at / 3) % size < size / 2 ? 0 : 255,
      ),
    );
  return { mayBeMirrored, pixels } as Dataset;
}

/** Of each training picture, whether its left side is the lighter one. */
async function mirrored(dataset: Dataset): Promise<boolean[]> {
  const { source } = await prepareStoredInput(dataset, split, stored);
  const found: boolean[] = [];
  for await (const { input } of source.epoch(rows.length, randomSource(1, 'batches'))) {
    const [, height, width] = input.shape as [number, number, number];
    const values = input.dataSync();
    const at = (n: number, x: number) => values[((n * height + height / 2) * width + x) * 3];
    for (let n = 0; n < rows.length; n++) found.push(at(n, 0) > at(n, width - 1));
    input.dispose();
  }
  return found;
}

test('pictures are mirrored in training where their data set allows it, and nowhere else', async () => {
  expect(new Set(await mirrored(halves(true)))).toEqual(new Set([true, false]));
  expect(new Set(await mirrored(halves(false)))).toEqual(new Set([false]));
});
