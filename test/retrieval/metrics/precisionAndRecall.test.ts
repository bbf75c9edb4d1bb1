import { describe, expect, test } from 'vitest';
import {
  clippedPrecisionAt,
  precisionAt,
  recallAt,
} from '../../../src/retrieval/metrics/precisionAndRecall.js';

describe('measures of the first k', () => {
  test('counts recall as a hit, not as the share of positives found', () => {
    expect([1, 2, 3].map((k) => recallAt([1, 2, 9], k))).toEqual([0, 1, 1]);
  });

  test('tells plain precision from the clipped one', () => {
    expect(precisionAt([0, 1], 10)).toBe(0.2);
    expect(clippedPrecisionAt([0, 1], 10)).toBe(1);
    expect(precisionAt([0, 3], 2)).toBe(0.5);
    expect(clippedPrecisionAt([0, 3], 2)).toBe(0.5);
  });

  test.each([recallAt, precisionAt, clippedPrecisionAt])(
    '%o refuses lists out of order and other depths',
    (of) => {
      expect(() => of([2, 1], 1)).toThrow(/not in order/);
      expect(() => of([NaN], 1)).toThrow(/not in order/);
      expect(() => of(7 as never, 1)).toThrow(/not a list/);
      for (const k of [0, 1.5, NaN]) expect(() => of([0], k)).toThrow(/where: k/);
    },
  );
});
