import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appendHistory, benchChanges, latestResults, readHistory } from '../../src/bench/history.js';
import { result, run } from './results.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'bench-test-'))));
afterEach(() => rmSync(folder, { recursive: true }));

test('the history keeps every run and knows the latest result of each item', async () => {
  const file = join(folder, 'some', 'history.jsonl');
  expect(await readHistory(file)).toEqual([]);
  await appendHistory(run('1', [result('search', 2), result('import', 0.5), result('once', 1)]), file);
  await appendHistory(run('2', [result('search', 0.9)]), file);
  const history = await readHistory(file);
  expect(history.map(({ time }) => time)).toEqual(['1', '2']);
  expect(latestResults(history).map(({ item, ratio }) => [item, ratio])).toEqual([
    ['search', 0.9],
    ['import', 0.5],
  ]);
});

test('what was measured again is told with its last change, the slower first', () => {
  const first = run('1', [
    result('kendall', 9),
    result('search', 2),
    result('import', 1),
    result('order', 1),
  ]);
  const second = run('2', [result('kendall', 0.5), result('search', 2), result('order', 3)]);
  const third = run('3', [result('kendall', 1)]);
  const changes = benchChanges([first, second, third]);
  expect(changes.map(({ work, before, now, change }) => [work, before, now, change])).toEqual([
    ['Order consistency', 1, 3, 3],
    ['Kendall’s tau-b', 0.5, 1, 2],
    ['Exact search', 2, 2, 1],
  ]);
  expect(benchChanges([first])).toEqual([]);
});
