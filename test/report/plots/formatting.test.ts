import { expect, test } from 'vitest';
import { compactCount, decimals, logTicks } from '../../../src/report/plots/formatting.js';

test('figures write counts, decimals and ticks for readers', () => {
  expect([999, 42_000, 999_700, 1_640_000, 1.7e9].map(compactCount)).toEqual(
    ['999', '42 k', '1 M', '1.6 M', '1.7 G'].map((text) => text.replace(' ', '\u00a0')),
  );
  expect(decimals(-1.25, 1)).toBe('−1.3');
  expect(decimals(-0.001, 2)).toBe('0.00');
  expect(decimals(NaN)).toBe('n/a');
  expect(logTicks([20_000, 150_000])).toEqual(expect.arrayContaining([20_000, 50_000, 100_000]));
});
