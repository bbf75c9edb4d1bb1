import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import { keepRun, readCached } from '../../src/experiments/runCache.js';
import type { Run } from '../../src/experiments/runOptions.js';

const runId = 'kept-by-a-test';
const file = workspacePath('data', 'cache', 'runs', `${runId}.json`);
const run = { record: { runId, mapAsymmetric: 52.3 }, manifest: { runId } } as unknown as Run;

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(file, { force: true });
  rmSync(`${file}.damaged`, { force: true });
});

test('a run is found by its id', async () => {
  await keepRun(run);
  expect(readCached(runId)).toEqual(run);
  expect(readCached('another')).toBeUndefined();
});

test('numbers that somebody changed are not believed', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  await keepRun(run);
  writeFileSync(file, readFileSync(file, 'utf8').replace('52.3', '99.9'));
  expect(readCached(runId)).toBeUndefined();
  expect(warn).toHaveBeenCalledWith(expect.stringContaining(`${file} was changed or cut off`));
});

test('a run under the name of another is set aside, not taken for it', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  await keepRun(run);
  const other = workspacePath('data', 'cache', 'runs', 'kept-by-a-test-2.json');
  writeFileSync(other, readFileSync(file));
  expect(readCached('kept-by-a-test-2')).toBeUndefined();
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('was made from something else'));
  rmSync(`${other}.damaged`);
});
