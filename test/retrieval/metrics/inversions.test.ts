import fc from 'fast-check';
import { expect, test } from 'vitest';
import { denseRanks } from '../../../src/retrieval/metrics/denseRanks.js';
import { countInversions } from '../../../src/retrieval/metrics/inversions.js';
import { rankingOrder } from '../../../src/retrieval/ranking/rankingOrder.js';

const list = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 200, size: 'max' });

test('counts the strictly wrong pairs as a double loop does, and sorts', () => {
  fc.assert(
    fc.property(list, (ranks) => {
      let wrong = 0;
      ranks.forEach((a, i) => ranks.slice(i + 1).forEach((b) => (wrong += a > b ? 1 : 0)));
      const sorted = Int32Array.from(ranks);
      expect(countInversions(sorted)).toBe(wrong);
      expect(sorted).toEqual(Int32Array.from(ranks).sort());
    }),
  );
});

test('counts more inversions than 32 bits hold', () => {
  const length = 100_000;
  expect(countInversions(Int32Array.from({ length }, (_, i) => length - i))).toBe(
    (length * (length - 1)) / 2,
  );
});

test('ranks without gaps, equal numbers alike', () => {
  fc.assert(
    fc.property(list, (scores) => {
      const higher = (score: number): number => new Set(scores.filter((other) => other > score)).size;
      expect([...denseRanks(scores, rankingOrder(scores))]).toEqual(scores.map(higher));
    }),
  );
});
