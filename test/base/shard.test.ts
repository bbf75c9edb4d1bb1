import { expect, test } from 'vitest';
import { mostShards, shardBounds } from '../../src/base/shard.js';

test('shards follow each other, have whole groups and leave nothing out', () => {
  expect(mostShards(600, 64)).toBe(10);
  for (const count of [1, 2, 3, 7, 10]) {
    const bounds = Array.from({ length: count }, (_, n) => shardBounds(600, { index: n + 1, count }, 64));
    expect(bounds[0][0]).toBe(0);
    expect(bounds.at(-1)![1]).toBe(600);
    bounds.slice(1).forEach(([first], n) => expect(first).toBe(bounds[n][1]));
    for (const [first, end] of bounds) {
      expect(first % 64).toBe(0);
      expect(end).toBeGreaterThan(first);
    }
  }
});
