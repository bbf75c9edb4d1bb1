import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jaccardAt, overlapAt } from '../../../src/retrieval/metrics/overlap.js';
import { rankBiasedOverlap } from '../../../src/retrieval/metrics/rankBiasedOverlap.js';
import { RetrievalError } from '../../../src/errors.js';
import { pairOfRankings } from './lists.js';

describe('overlap and rank-biased overlap', () => {
  const a = Int32Array.of(0, 1, 2, 3);
  const b = Int32Array.of(1, 0, 3, 2);

  test('gives the hand-computed values', () => {
    const rbo = rankBiasedOverlap(a, b);
    expect(rbo.truncated).toBeCloseTo(0.2169, 12);
    expect(rbo.extrapolated).toBeCloseTo(0.873, 12);
    expect([1, 2, 3, 4].map((k) => overlapAt(a, b, k))).toEqual([0, 1, 2 / 3, 1]);
    expect(jaccardAt(a, b, 3)).toBeCloseTo(2 / 4, 12);
  });

  test('equals counts of sets and is symmetric', () => {
    fc.assert(
      fc.property(pairOfRankings, ({ a: x, b: y }) => {
        let truncated = 0;
        for (let k = 1; k <= x.length; k++) {
          const shared = [...x.subarray(0, k)].filter((row) => y.subarray(0, k).includes(row)).length;
          const union = new Set([...x.subarray(0, k), ...y.subarray(0, k)]).size;
          expect(overlapAt(x, y, k)).toBe(shared / k);
          expect(jaccardAt(x, y, k)).toBeCloseTo(shared / union, 12);
          truncated += 0.2 * 0.8 ** (k - 1) * (shared / k);
        }
        const rbo = rankBiasedOverlap(x, y, { persistence: 0.8 });
        expect(rbo.truncated).toBeCloseTo(truncated, 12);
        expect(rbo.extrapolated).toBeCloseTo(truncated + 0.8 ** x.length, 12);
        expect(rankBiasedOverlap(y, x, { persistence: 0.8 })).toEqual(rbo);
        expect(rankBiasedOverlap(x, x).extrapolated).toBeCloseTo(1, 12);
      }),
    );
  });

  test.each([[[0, 0, 1, 2]], [[0, 1, 2, 4]], [[0, 1, 2]], [[0, 1, 2, NaN]]])(
    'refuses %j, which is no ranking of four rows',
    (list) => {
      const wrong = list as unknown as Int32Array;
      for (const measure of [overlapAt, jaccardAt]) {
        expect(() => measure(a, wrong, 2)).toThrow(RetrievalError);
        expect(() => measure(wrong, a, 2)).toThrow(RetrievalError);
      }
      expect(() => rankBiasedOverlap(a, wrong)).toThrow(RetrievalError);
    },
  );

  test('refuses depths past the end and a persistence outside (0, 1)', () => {
    expect(() => overlapAt(a, b, 5)).toThrow(/at most 4/);
    expect(() => overlapAt(a, b, 0)).toThrow(RetrievalError);
    expect(() => rankBiasedOverlap(a, b, { persistence: 1 })).toThrow(RetrievalError);
    expect(() => rankBiasedOverlap(a, Int32Array.of(0))).toThrow(RetrievalError);
  });
});
