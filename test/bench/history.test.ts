import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appendHistory, latestResults, readHistory } from '../../src/bench/history.js';
import { result, run } from './results.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'bench-test-'))));
afterEach(() => rmSync(folder, { recursive: true }));

test('the history keeps every run and knows the latest result of each item', async () => {
  const file = join(folder, 'some', 'history.jsonl');
  expect(await readHistory(file)).toEqual([]);
  await appendHistory(run('1', [result('a', 2), result('b', 0.5)]), file);
  await appendHistory(run('2', [result('a', 0.9)]), file);
  const history = await readHistory(file);
  expect(history.map(({ time }) => time)).toEqual(['1', '2']);
  expect(latestResults(history).map(({ item, ratio }) => [item, ratio])).toEqual([
    ['a', 0.9],
    ['b', 0.5],
  ]);
});
