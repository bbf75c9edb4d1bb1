import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { loadAhead } from '../../src/images/loadAhead.js';

/** Loads for a few milliseconds and counts what is going on at the same time. */
function countingLoader(weights: number[]) {
  const now = { loading: 0, weight: 0, unread: 0 };
  const most = { ...now };
  const seen = (): void => {
    for (const key of ['loading', 'weight', 'unread'] as const) most[key] = Math.max(most[key], now[key]);
  };
  return {
    now,
    most,
    count: weights.length,
    weigh: (index: number) => Promise.resolve(weights[index]),
    load: async (index: number) => {
      now.loading++;
      now.unread++;
      now.weight += weights[index];
      seen();
      await setTimeout((index * 7) % 5);
      now.loading--;
      now.weight -= weights[index];
      return index;
    },
  };
}

test('values come in order, and the limits on number and weight hold at every moment', async () => {
  const weights = Array.from({ length: 60 }, (_, i) => [1, 5, 2, 9, 3][i % 5]);
  const loader = countingLoader(weights);
  const read: number[] = [];
  for await (const result of loadAhead({ ...loader, ahead: 6, workers: 3, capacity: 10 })) {
    if (result.status === 'fulfilled') read.push(result.value);
    loader.now.unread--;
    await setTimeout(read.length % 3);
  }
  expect(read).toEqual(weights.map((_, i) => i));
  expect(loader.most.loading).toBe(3);
  expect(loader.most.weight).toBeLessThanOrEqual(10);
  expect(loader.most.unread).toBeLessThanOrEqual(6);
  expect(loader.most.unread).toBeGreaterThan(3);
});

test('a value heavier than the capacity loads, but alone', async () => {
  const loader = countingLoader([1, 1, 50, 1, 1]);
  const alone: number[] = [];
  const load = async (index: number): Promise<number> => {
    const value = await loader.load(index);
    if (index === 2) alone.push(loader.now.loading);
    return value;
  };
  let count = 0;
  for await (const { status } of loadAhead({ ...loader, load, workers: 4, capacity: 10 })) {
    expect(status).toBe('fulfilled');
    count++;
  }
  expect(count).toBe(5);
  expect(alone).toEqual([0]);
  expect(loader.most.weight).toBe(50);
});

test('a failure is told in its turn and stops nothing', async () => {
  const loader = countingLoader([1, 1, 1, 1]);
  const load = (index: number) => (index === 1 ? Promise.reject(new Error('broken')) : loader.load(index));
  const results = [];
  for await (const result of loadAhead({ ...loader, load, capacity: 10 })) results.push(result.status);
  expect(results).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
});

test('a reader that stops waits for what is loading and begins nothing more', async () => {
  const loader = countingLoader(new Array<number>(50).fill(1));
  const begun: number[] = [];
  const load = (index: number) => {
    begun.push(index);
    return loader.load(index);
  };
  const loading = loadAhead({ ...loader, load, ahead: 8, workers: 2, capacity: 10 });
  await loading.next();
  await loading.return(undefined);
  expect(loader.now.loading).toBe(0);
  const atStop = begun.length;
  await setTimeout(20);
  expect(begun.length).toBe(atStop);
  expect(atStop).toBeLessThan(8);
});
