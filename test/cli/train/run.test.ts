import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { trainCommand } from '../../../src/cli/train.js';
import { modelReport } from '../../../src/report/model/modelReport.js';
import { toyFolder, writeToyVectors, type ToyFolder } from '../../trainedModels/toyModel.js';

let toy: ToyFolder;
beforeAll(async () => {
  toy = await toyFolder();
  await writeToyVectors(toy);
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(() => toy.remove());

const train = (...words: string[]) => {
  const { photos, folder } = toy;
  const run = ['--data', photos, '--vectors', join(folder, 'vectors.npy'), '--split', 'unseen'];
  const quick = ['--query', '{"kind":"smallCnn","width":0.25,"size":32}', '--method', 'regression'];
  const all = [...run, ...quick, '--epochs', '1', '--out', join(folder, 'model'), '--overwrite', ...words];
  return trainCommand().exitOverride().parseAsync(all, { from: 'user' });
};

test('a training is logged as it goes, where that is asked for', async () => {
  vi.spyOn(console, 'log').mockReturnValue();
  vi.spyOn(console, 'error').mockReturnValue();
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const log = join(toy.folder, 'logs', 'one');
  await train('--log', log);
  const lines = readFileSync(join(log, 'log.jsonl'), 'utf8').trim().split('\n');
  const entries = lines.map((line) => JSON.parse(line) as Record<string, number>);
  expect(entries[0]).toMatchObject({ step: 1, loss: expect.any(Number) as number });
  expect(entries.some(({ orderConsistency10 }) => orderConsistency10 > 0)).toBe(true);
});

test('a log that cannot be written is refused before the training', async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const out = join(toy.folder, 'unmade');
  const below = join(toy.folder, 'vectors.npy', 'log');
  await expect(train('--log', below, '--out', out)).rejects.toThrow(/a part of the path is not a folder/);
  expect(existsSync(join(out, 'query-model.json'))).toBe(false);
  await expect(train('--log', 'logs', '--dry-run')).rejects.toThrow(/cannot be used with option/);
});

test('broken pictures that are left out stay so in the warnings and in the report', async () => {
  const printed = vi.spyOn(console, 'log').mockReturnValue();
  vi.spyOn(console, 'error').mockReturnValue();
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const photos = join(toy.folder, 'with a broken one');
  cpSync(toy.photos, photos, { recursive: true });
  writeFileSync(join(photos, 'a', 'broken.jpg'), 'no picture');
  await train('--data', photos, '--skip-broken');
  expect(printed.mock.calls.flat().join('\n')).toMatch(/Saved/);
  const { queries } = await modelReport(join(toy.folder, 'model'));
  expect(queries.length).toBeGreaterThan(0);
});
