import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { upperSlope } from '../../src/bench/growth.js';
import { appendHistory, latestResults, readHistory } from '../../src/bench/history.js';
import { benchItems } from '../../src/bench/items.js';
import { readArrays, writeArrays } from '../../src/bench/sharedArrays.js';
import { startSide } from '../../src/bench/sideProcess.js';
import { benchRows, benchText } from '../../src/bench/table.js';
import type { BenchResult, BenchRun } from '../../src/bench/types.js';
import { workloads } from '../../src/bench/workloads/workloads.js';
import { packagePath } from '../../src/base/files/packagePath.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'bench-test-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const result = (item: string, ratio: number): BenchResult => ({
  item,
  title: `work ${item}`,
  ours: { name: 'ours', versions: {}, milliseconds: 10 * ratio },
  peers: [{ name: 'peer', versions: {}, milliseconds: 10, ratio, spread: [ratio, 2 * ratio] }],
  ratio,
  target: 1,
  met: ratio <= 1,
  load: [0],
});
const run = (time: string, results: BenchResult[]): BenchRun => ({
  time,
  commit: 'abc',
  machine: { processor: 'p', cores: 2, memoryGigabytes: 1, system: 's', node: 'v20' },
  threads: 2,
  rounds: 1,
  results,
});

test('arrays come back as they were written', async () => {
  const arrays = {
    floats: { shape: [2, 2], data: Float32Array.of(1.5, -2, 0, 3) },
    integers: { shape: [3], data: Int32Array.of(7, -8, 9) },
    nothing: { shape: [0], data: new Float32Array(0) },
  };
  await writeArrays(folder, arrays);
  expect(await readArrays(folder)).toEqual(arrays);
});

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

test('results are told in text and in rows', () => {
  expect(benchText([result('a', 2)])).toBe(
    'MISSED work a\n         2 (2 to 4) of peer: 20 ms against 10 ms; target 1',
  );
  expect(benchRows([result('a', 0.5)])).toMatchObject([{ item: 'a', ratio: 0.5, target: 1, met: true }]);
});

test('every item has a workload, inputs and peers whose programs are there, and a name of its own', () => {
  const items = benchItems({ galleryRows: 1000 });
  expect(new Set(items.map(({ name }) => name)).size).toBe(items.length);
  for (const { workload, peers } of items) {
    expect(workloads).toHaveProperty(workload);
    expect(peers.length).toBeGreaterThan(0);
    for (const peer of peers) {
      if ('workload' in peer) expect(workloads).toHaveProperty(peer.workload);
      else expect(existsSync(packagePath('bench', 'peers', peer.python)), peer.python).toBe(true);
    }
  }
});

test('a side that fails is reported with its last words', async () => {
  const program = 'console.log("noise"); console.error("no such library"); process.exit(3)';
  await expect(startSide('peer', process.execPath, ['-e', program], 1)).rejects.toThrow(/no such library/);
  await expect(startSide('peer', join(folder, 'missing'), [], 1)).rejects.toThrow(/ENOENT/);
});

test('a side says hello and answers each request', async () => {
  const program = `
    const say = (value) => console.log('@' + JSON.stringify(value));
    say({ versions: { threads: process.env.OMP_NUM_THREADS } });
    require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
      console.log('noise');
      say({ milliseconds: Array(Number(line)).fill(1), check: {} });
    });`;
  const side = await startSide('peer', process.execPath, ['-e', program], 3);
  expect(side.hello.versions.threads).toBe('3');
  expect((await side.run(2)).milliseconds).toEqual([1, 1]);
  expect((await side.run(1)).milliseconds).toEqual([1]);
  await side.stop();
});

test('the slope of growth is that of the upper half of the sizes', () => {
  const points = [1, 2, 4, 8, 16].map((x) => ({ x, milliseconds: x < 4 ? 100 : 3 * x ** 1.5 }));
  expect(upperSlope(points)).toBeCloseTo(1.5, 10);
});
