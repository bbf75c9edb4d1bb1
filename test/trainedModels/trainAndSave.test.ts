import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import { openDataset } from '../../src/datasets/openDataset.js';
import * as evaluation from '../../src/experiments/evaluateRun.js';
import { openTrainedModel } from '../../src/trainedModels/openTrainedModel.js';
import { trainAndSave } from '../../src/trainedModels/trainAndSave.js';
import { writeEmbeddingFile } from '../../src/vectors/writeEmbeddingFile.js';
import { toyFolder, type ToyFolder } from './toyModel.js';

vi.mock('../../src/experiments/evaluateRun.js', { spy: true });

let toy: ToyFolder;
let folder: string;
const runs: string[] = [];
beforeAll(async () => {
  toy = await toyFolder({ training: { epochs: 1, batchSize: 4 } });
  folder = join(toy.folder, 'model');
  const ids = (await openDataset(toy.photos)).records.map(({ id }) => id);
  const data = Float32Array.from(ids.flatMap((_, n) => [1, n % 4, n / 20]));
  const matrix = { data, rows: ids.length, columns: 3 };
  await writeEmbeddingFile(join(toy.folder, 'vectors.npy'), { matrix, ids });
});
afterEach(() => {
  vi.mocked(evaluation.rankingExamples).mockReset();
  rmSync(folder, { recursive: true, force: true });
});
afterAll(() => {
  const cache = workspacePath('data', 'cache', 'runs');
  for (const runId of runs) rmSync(join(cache, `${runId}.json`), { force: true });
  toy.remove();
});

test('a run leaves its model, its configuration and its record in the folder', async () => {
  const { record, manifest } = await trainAndSave(toy.config, folder);
  runs.push(record.runId);
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  expect(read('config.json')).toEqual(JSON.parse(JSON.stringify(toy.config)));
  expect(read('run.json')).toEqual(JSON.parse(JSON.stringify({ record, manifest })));
  const trained = await openTrainedModel(folder);
  const scores = trained.run!.record;
  trained.dispose();
  expect(scores.mapAsymmetric).toBe(record.mapAsymmetric);
});

test('a run that fails in its evaluation leaves its model without a record', async () => {
  vi.mocked(evaluation.rankingExamples).mockImplementation(() => {
    throw new Error('out of memory');
  });
  await expect(trainAndSave(toy.config, folder)).rejects.toThrow('out of memory');
  expect(readdirSync(folder).filter((name) => name.endsWith('.json'))).toEqual([
    'config.json',
    'query-model.json',
  ]);
  const trained = await openTrainedModel(folder);
  expect((await trained.embed(toy.photos)).rows).toBe(16);
  trained.dispose();
});

test('a run that fails in its training leaves the folder as it was', async () => {
  const failing = trainAndSave(toy.config, folder, { signal: AbortSignal.abort(new Error('stopped')) });
  await expect(failing).rejects.toThrow('stopped');
  expect(existsSync(folder)).toBe(false);
});

test('pictures without labels are trained on and measured by their order, and the model says so', async () => {
  const config = { ...toy.config, dataset: join(toy.photos, 'a'), split: 'heldOut' };
  const file = join(toy.folder, 'flat.npy');
  const ids = (await openDataset(config.dataset)).records.map(({ id }) => id);
  const matrix = { data: Float32Array.from(ids.flatMap((_, n) => [1, n, -n])), rows: 4, columns: 3 };
  await writeEmbeddingFile(file, { matrix, ids });
  const { record, manifest } = await trainAndSave({ ...config, gallery: { name: 'vectors', file } }, folder);
  runs.push(record.runId);
  expect([record.mapAsymmetric, record.mapSymmetricGallery]).toEqual([NaN, NaN]);
  expect(record.orderConsistency10).toBeLessThanOrEqual(100);
  expect(manifest.queries).toEqual({ all: 1, withPositive: 0 });
  const trained = await openTrainedModel(folder);
  expect(trained.run!.record.mapAsymmetric).toBeNaN();
  expect(trained.describe().join()).toContain('mAP is not known');
  trained.dispose();
});
