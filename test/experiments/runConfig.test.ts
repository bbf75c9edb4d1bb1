import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { parseConfig } from '../../src/base/config/parseConfig.js';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import { trainConfig } from '../../src/cli/train/trainConfig.js';
import { ownCacheName } from '../../src/datasets/own/ownPictures.js';
import { runAll } from '../../src/experiments/runAll.js';
import {
  finishedRunConfigSchema,
  parseRunConfig,
  type RunConfigInput,
} from '../../src/experiments/runConfig.js';
import { runExperiment } from '../../src/experiments/runExperiment.js';
import { writeEmbeddingFile } from '../../src/vectors/writeEmbeddingFile.js';
import { writePicture } from '../datasets/pictures.js';

vi.mock('../../src/base/config/parseConfig.js', async (original) => {
  const module = await original<typeof import('../../src/base/config/parseConfig.js')>();
  return { parseConfig: vi.fn(module.parseConfig) };
});
const parsed = (): string[] => vi.mocked(parseConfig).mock.calls.map(([, , what]) => what);

const folder = mkdtempSync(join(tmpdir(), 'run-config-'));
const pictures = join(folder, 'pictures');
const made: string[] = [];
beforeAll(async () => {
  for (let n = 0; n < 12; n++) await writePicture(join(pictures, `label${n % 4}`), `p${n}.jpg`, n % 4, 40);
  const data = Float32Array.from({ length: 36 }, (_, i) => [Math.floor(i / 3) + 1, 2, 0][i % 3]);
  await writeEmbeddingFile(join(folder, 'vectors.npy'), { matrix: { data, rows: 12, columns: 3 } });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  const cache = workspacePath('data', 'cache');
  const names = [ownCacheName(pictures), ...made.map((runId) => join('runs', `${runId}.json`))];
  for (const name of names) rmSync(join(cache, name), { recursive: true, force: true });
});
beforeEach(() => void vi.mocked(parseConfig).mockClear());

const config = (seed: number): RunConfigInput => ({
  dataset: pictures,
  split: 'unseen',
  gallery: { name: 'vectors', file: join(folder, 'vectors.npy'), byOrder: true },
  query: { kind: 'smallCnn', width: 0.25, size: 32 },
  loss: [
    { weight: 1, loss: { kind: 'rankOrderPreservation', neighbours: { from: 'bank', count: 3 } } },
    { weight: 0.1, loss: { kind: 'featureRegression' } },
  ],
  training: { epochs: 1, batchSize: 4 },
  seed,
});

describe('the configuration of a run is parsed once', () => {
  test('from a notebook', async () => {
    const { record, origin } = await runExperiment(config(1));
    made.push(record.runId);
    expect(origin).toBe('trained');
    expect(parsed()).toEqual(['the run']);
  });

  test('for each run of a list', async () => {
    const runs = await runAll([config(2), config(3)]);
    made.push(...runs.map(({ record }) => record.runId));
    expect(parsed()).toEqual(['the run', 'the run']);
  });

  test('from the file of a recipe to the end of its training', async () => {
    const file = join(folder, 'recipe.json');
    writeFileSync(file, JSON.stringify(config(4)));
    const { record } = await runExperiment(await trainConfig({ config: file, epochs: 2 }));
    made.push(record.runId);
    expect(parsed()).toEqual(['the run']);
  });
});

test('a checked configuration holds every default, those of its losses included, and its method', () => {
  const checked = parseRunConfig(config(1));
  expect(checked).toMatchObject({
    galleryTreatment: 'raw',
    query: { pooling: 'average' },
    method: 'rankOrderPreservation+featureRegression',
    loss: [{ loss: { temperature: expect.any(Number) as number } }, { loss: { form: 'cosine' } }],
    training: { optimizer: { kind: 'adamW' } },
  });
  expect(parseRunConfig(checked)).toBe(checked);
});

test('the problems of a loss stand beside those of the run', () => {
  const loss = [{ weight: 1, loss: { kind: 'featureRegression', fom: 'cosine' } }];
  const parse = () => parseRunConfig({ ...config(1), loss, sed: 1 } as never);
  expect(parse).toThrow(/loss\.0\.loss\.fom: .*"form"\?.*sed: .*"seed"\?/);
});

test('a finished run can be read without knowing its loss', () => {
  const run = { ...config(1), loss: { kind: 'lossOfAnotherProject', margin: 1 } };
  expect(finishedRunConfigSchema.parse(run)).toMatchObject({
    loss: { kind: 'lossOfAnotherProject', margin: 1 },
    method: 'lossOfAnotherProject',
    whitenedDimension: 128,
  });
  expect(() => parseRunConfig(run as never)).toThrow(/there is no "lossOfAnotherProject"/);
});
