import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countInversions } from '../../../src/retrieval/metrics/inversions.js';

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
