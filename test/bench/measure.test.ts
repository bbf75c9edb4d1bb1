import { describe, expect, test } from 'vitest';
import { measureItem, median } from '../../src/bench/measure.js';
import type { Side } from '../../src/bench/sideProcess.js';
import type { BenchItem, Check } from '../../src/bench/types.js';
import { RetrievalError } from '../../src/errors.js';

const item: BenchItem = {
  name: 'work',
  title: 'some work',
  workload: 'work',
  peers: [],
  target: 0.6,
  memoryTarget: 0.5,
  repetitions: 2,
  tolerance: 0.01,
  inputs: () => Promise.resolve(),
};

/** A side that needs `cost(round)` milliseconds for everything. */
function side(log: string[], name: string, cost: (round: number) => number, check: Check, peak = 10): Side {
  let round = -1;
  return {
    hello: { versions: { name } },
    run: (count) => {
      log.push(`${name}${count}`);
      const milliseconds = Array<number>(count).fill(cost(round++));
      return Promise.resolve({ milliseconds, peakMegabytes: peak, check });
    },
    stop: () => Promise.resolve(),
  };
}

const same: Check = { value: [1, -200] };

describe('a measurement', () => {
  test('takes turns, compares round by round and against the fastest peer', async () => {
    const log: string[] = [];
    const ours = side(log, 'a', (round) => [10, 20, 90][round] ?? 0, same, 4);
    const peers = [
      { name: 'slow', side: side(log, 'b', (round) => [100, 200, 100][round] ?? 0, same) },
      { name: 'fast', side: side(log, 'c', (round) => [20, 40, 100][round] ?? 0, same) },
    ];
    const result = await measureItem(item, { ours, peers, missing: [] }, 3);
    expect(log.join(' ')).toBe('a3 b3 c3 a2 b2 c2 b2 c2 a2 c2 a2 b2');
    expect(result.peers.map(({ ratio }) => ratio)).toEqual([0.1, 0.5]);
    expect(result.peers[1].spread).toEqual([0.5, 0.9]);
    expect(result).toMatchObject({ ratio: 0.5, target: 0.6, memoryRatio: 0.4, met: true });
    expect(result.load).toHaveLength(3);
  });

  test('misses its target by time or by memory', async () => {
    const measure = (cost: number, peak: number) =>
      measureItem(
        item,
        {
          ours: side([], 'a', () => cost, same, peak),
          peers: [{ name: 'b', side: side([], 'b', () => 10, same) }],
          missing: [],
        },
        2,
      );
    expect((await measure(7, 1)).met).toBe(false);
    expect((await measure(5, 6)).met).toBe(false);
    expect((await measure(5, 5)).met).toBe(true);
  });

  test.each([
    [{ value: [1, -190] }, /work, value, against peer/],
    [{ value: [1] }, /computed different things/],
    [{ other: [1, -200] }, /computed different things/],
    [{ value: [1, NaN] }, /computed different things/],
  ] as [Check, RegExp][])('is refused when the sides disagree: %o', async (check, message) => {
    const sides = {
      ours: side([], 'a', () => 1, same),
      peers: [{ name: 'peer', side: side([], 'b', () => 1, check) }],
      missing: [],
    };
    await expect(measureItem(item, sides, 1)).rejects.toThrow(RetrievalError);
    await expect(measureItem(item, sides, 1)).rejects.toThrow(message);
  });
});

describe('a peer that does not run', () => {
  const found = 'Traceback\nImportError: no such library\n  in line 3';
  const broken: Side = {
    ...side([], 'broken', () => 1, same),
    run: () => Promise.reject(new RetrievalError({ what: 'A side stopped', found })),
  };
  const ours = side([], 'a', () => 1, same);
  const missing = [{ name: 'not started', reason: 'no compiler' }];

  test('is told of beside those that do', async () => {
    const peers = [
      { name: 'broken', side: broken },
      { name: 'b', side: side([], 'b', () => 2, same) },
    ];
    const result = await measureItem(item, { ours, peers, missing }, 1);
    expect(result.peers.map(({ name }) => name)).toEqual(['b']);
    expect(result.missing).toEqual([
      { name: 'not started', reason: 'no compiler' },
      { name: 'broken', reason: 'ImportError: no such library' },
    ]);
  });

  test('leaves nothing to measure where there is no other', async () => {
    const sides = { ours, peers: [{ name: 'broken', side: broken }], missing };
    await expect(measureItem(item, sides, 1)).rejects.toThrow(
      /not started: no compiler; broken: ImportError/,
    );
  });

  test('hides no error of our own', async () => {
    const faulty = { ...broken, run: () => Promise.reject(new TypeError('a fault')) };
    const sides = { ours, peers: [{ name: 'faulty', side: faulty }], missing: [] };
    await expect(measureItem(item, sides, 1)).rejects.toThrow(TypeError);
  });
});

test('the median of an even number of values lies between the two in the middle', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([5, 1, 3])).toBe(3);
});
