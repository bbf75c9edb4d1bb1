import { expect, test } from 'vitest';
import { sizeBuckets } from '../../src/extraction/sizeBuckets.js';

async function* pictures(sizes: [number, number][]) {
  for (const [place, [width, height]] of sizes.entries()) yield { width, height, place };
  await Promise.resolve();
}

async function places(sizes: [number, number][], batch: number, capacity: number): Promise<number[][]> {
  const buckets: number[][] = [];
  for await (const bucket of sizeBuckets(pictures(sizes), { batch, capacity })) {
    buckets.push(bucket.map(({ place }) => place));
  }
  return buckets;
}

const [wide, tall]: [number, number][] = [
  [4, 3],
  [3, 4],
];

test('only pictures of equal size come together, full buckets first, the rest at the end', async () => {
  expect(await places([wide, tall, wide, wide, tall, wide], 3, 1000)).toEqual([[0, 2, 3], [1, 4], [5]]);
});

test('a batch of one hands every picture on at once', async () => {
  expect(await places([wide, wide, tall], 1, 1000)).toEqual([[0], [1], [2]]);
});

test('beyond the capacity the fullest bucket goes first', async () => {
  expect(await places([wide, tall, wide, [5, 5], [6, 6]], 3, 40)).toEqual([[0, 2], [1], [3], [4]]);
  // A picture larger than the capacity passes alone.
  expect(await places([[50, 50], wide], 3, 40)).toEqual([[0], [1]]);
});
