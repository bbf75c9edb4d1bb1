import { expect, test } from 'vitest';
import { normalisedGain, reciprocalRank } from '../../../src/retrieval/metrics/gains.js';

test('the reciprocal rank looks at the first positive', () => {
  expect(reciprocalRank([2, 3])).toBeCloseTo(1 / 3, 12);
  expect(reciprocalRank([0])).toBe(1);
  expect(reciprocalRank([])).toBeNaN();
});

test('the gain of a list is that of its positives over the best that they could have', () => {
  expect(normalisedGain([0, 1, 2])).toBe(1);
  expect(normalisedGain([0, 2])).toBeCloseTo((1 + 1 / 2) / (1 + 1 / Math.log2(3)), 12);
  expect(normalisedGain([])).toBeNaN();
});
