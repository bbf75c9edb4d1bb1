import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { thisHolder } from '../../src/base/files/lockHolder.js';
import { packagePath } from '../../src/base/files/packagePath.js';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import { openDataset } from '../../src/datasets/openDataset.js';
import type { Run } from '../../src/experiments/runOptions.js';
import * as details from '../../src/experiments/searchDetails.js';
import { openTrainedModel } from '../../src/trainedModels/openTrainedModel.js';
import { trainAndSave } from '../../src/trainedModels/trainAndSave.js';
import { writeEmbeddingFile } from '../../src/vectors/writeEmbeddingFile.js';
import { tally } from '../torture/amounts.js';
import { toyFolder, type ToyFolder } from './toyModel.js';

vi.mock('../../src/experiments/searchDetails.js', { spy: true });

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
  vi.mocked(details.searchDetails).mockReset();
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
  expect(read('run.json')).toMatchObject(JSON.parse(JSON.stringify({ record, manifest })) as object);
  const trained = await openTrainedModel(folder);
  const scores = trained.run!.record;
  trained.dispose();
  expect(scores.mapAsymmetric).toBe(record.mapAsymmetric);
});

test('a run that fails in its evaluation leaves its model without a record', async () => {
  vi.mocked(details.searchDetails).mockRejectedValue(new Error('out of memory'));
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

test('a folder that somebody else writes to is refused before anything is trained', async () => {
  const onStep = vi.fn();
  mkdirSync(folder);
  writeFileSync(join(folder, '.lock'), JSON.stringify(thisHolder()));
  await expect(trainAndSave(toy.config, folder, { onStep })).rejects.toMatchObject({
    details: { what: expect.stringContaining('Somebody else is writing') as string, kind: 'usage' },
  });
  expect(onStep).not.toHaveBeenCalled();
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

/** More of them on request: the moment at which each comes is random. */
const kills = Number(process.env.ASYMMETRIC_KILLS ?? 5);
const epochs = 10 * (kills + 1);

/** A training that takes a while, and the script that runs it. */
async function longTraining(): Promise<{ toy: ToyFolder; script: string }> {
  const toy = await toyFolder({
    loss: [
      { weight: 1, loss: { kind: 'monotonicSimilarityPreservation', frozenShare: 0.2 } },
      { weight: 0.5, loss: { kind: 'asymmetricMetric', negatives: 1 } },
    ],
    pictures: { flip: true },
    training: { epochs, batchSize: 4, keep: 'best' },
  });
  const ids = (await openDataset(toy.photos)).records.map(({ id }) => id);
  const data = Float32Array.from(ids.flatMap((_, n) => [1, n % 4, n / 20]));
  await writeEmbeddingFile(join(toy.folder, 'vectors.npy'), {
    matrix: { data, rows: ids.length, columns: 3 },
    ids,
  });
  const script = join(toy.folder, 'train.mjs');
  writeFileSync(
    script,
    `import { trainAndSave } from ${JSON.stringify(pathToFileURL(packagePath('dist', 'trainedModels', 'trainAndSave.js')).href)};
    const [config, folder] = process.argv.slice(2);
    const onStep = ({ step }) => process.stdout.write(step + '\\n');
    await trainAndSave(JSON.parse(config), folder, { checkpoints: { minutes: 0, epochSeconds: 0 }, onStep });
    process.exit(0);`,
  );
  return { toy, script };
}

/** Trains in a process of its own, which is killed at a random moment some steps after it began. */
function train(
  words: string[],
  steps = Infinity,
): Promise<{ first: number; code: number | null; errors: string }> {
  const child = spawn(process.execPath, words);
  let [seen, errors] = ['', ''];
  child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
  child.stdout.on('data', (text: Buffer) => {
    seen += text.toString();
    if (seen.split('\n').length > steps) setTimeout(() => child.kill('SIGKILL'), 40 * Math.random());
  });
  return new Promise((resolve, reject) =>
    child.once('error', reject).once('close', (code) => resolve({ first: parseInt(seen), code, errors })),
  );
}

function saved(folder: string) {
  const names = readdirSync(folder).sort();
  const { record, manifest } = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as Run;
  rmSync(workspacePath('data', 'cache', 'runs', `${record.runId}.json`), { force: true });
  const scores = { ...record, trainingSeconds: 0, imagesPerSecond: 0 };
  const { losses, trajectory, averagePrecision, similarityPairs, mapping } = manifest;
  // The weights' file has their hash for a name.
  return { names, scores, losses, trajectory, averagePrecision, similarityPairs, mapping };
}

test(
  'a training that is killed again and again ends as the unbroken one to the last bit',
  async () => {
    const { toy, script } = await longTraining();
    const words = (folder: string): string[] => [script, JSON.stringify(toy.config), folder];
    const [whole, broken] = ['whole', 'broken'].map((name) => join(toy.folder, name)) as [string, string];
    expect(await train(words(whole))).toMatchObject({ code: 0, first: 1 });
    const starts: number[] = [];
    for (let kill = 0; kill < kills; kill++) {
      const { code, first, errors } = await train(words(broken), 5 + 10 * Math.random());
      expect(code, errors).toBeNull();
      expect(errors).not.toMatch(/damaged|could not be kept/);
      starts.push(first);
    }
    const { code, first, errors } = await train(words(broken));
    expect(code, errors).toBe(0);
    expect(errors).not.toMatch(/damaged|could not be kept/);
    expect(errors).toContain(`goes on from step ${first - 1}`);
    expect([...starts, first]).toEqual([...starts, first].sort((a, b) => a - b));
    expect(new Set([...starts, first]).size).toBe(kills + 1);
    expect(existsSync(join(broken, '.training'))).toBe(false);
    expect(saved(broken)).toEqual(saved(whole));
    tally('kills', 'training', kills);
    toy.remove();
  },
  60_000 + 30_000 * kills,
);
