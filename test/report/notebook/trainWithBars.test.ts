import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { workspacePath } from '../../../src/base/files/workspacePath.js';
import { trainWithBars } from '../../../src/report/notebook/trainWithBars.js';
import { openTrainedModel } from '../../../src/trainedModels/openTrainedModel.js';
import { toyFolder, writeToyVectors, type ToyFolder } from '../../trainedModels/toyModel.js';

let toy: ToyFolder;
beforeAll(async () => {
  toy = await toyFolder({ training: { epochs: 1, batchSize: 4 } });
  await writeToyVectors(toy);
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(() => toy.remove());

test('a run is saved with its numbers, and its steps are told as they are done', async () => {
  const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const folder = join(toy.folder, 'model');
  const { record } = await trainWithBars(toy.config, folder);
  rmSync(join(workspacePath('data', 'cache', 'runs'), `${record.runId}.json`), { force: true });
  const told = written.mock.calls.map(([text]) => String(text)).join('');
  expect(told).toMatch(/Training (\d+)\/\1 100 %.*loss/);
  const trained = await openTrainedModel(folder);
  expect(trained.run!.record.mapAsymmetric).toBe(record.mapAsymmetric);
  trained.dispose();
});

test('a training whose signal is aborted ends with its reason', async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(trainWithBars(toy.config, join(toy.folder, 'other'), { signal })).rejects.toThrow('enough');
});
