import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kendallTau } from '../../../src/retrieval/metrics/kendallTau.js';
import { spearman } from '../../../src/retrieval/metrics/spearman.js';
import { RetrievalError } from '../../../src/errors.js';
import { randomSource } from '../../../src/base/randomSource.js';
import { T, S, pairOfLists, slowTau } from './lists.js';

describe('kendallTau', () => {
  test('gives the hand-computed values', () => {
    expect(kendallTau(T, S).tauA).toBeCloseTo(1 / 3, 12);
    expect(kendallTau(T, S).tauB).toBeCloseTo(1 / 3, 12);
    expect(kendallTau([1, 2, 2, 3], [1, 2, 3, 4])).toEqual({
      tauA: 5 / 6,
      tauB: expect.closeTo(5 / Math.sqrt(30), 12) as number,
    });
  });

  test('equals a double loop over all pairs, ties included', () => {
    fc.assert(
      fc.property(pairOfLists, ({ a, b }) => {
        const expected = slowTau(a, b);
        const found = kendallTau(a, b);
        expect(found.tauA).toBeCloseTo(expected.tauA, 12);
        expect(found.tauB).toBeCloseTo(expected.tauB, 12);
      }),
      { numRuns: 300 },
    );
  });

  test('is symmetric, 1 for equal lists, -1 for reversed ones and 0 for a list without order', () => {
    fc.assert(
      fc.property(pairOfLists, ({ a, b }) => {
        expect(kendallTau(a, b)).toEqual(kendallTau(b, a));
        const distinct = a.map((x, i) => x + i / 100);
        expect(kendallTau(distinct, distinct).tauB).toBe(1);
        expect(
          kendallTau(
            distinct,
            distinct.map((x) => -x),
          ).tauA,
        ).toBe(-1);
      }),
    );
    expect(kendallTau([1, 1, 1], [1, 2, 3])).toEqual({ tauA: 0, tauB: 0 });
  });

  test('handles a long list without a quadratic pass', () => {
    const random = randomSource(1);
    const a = Float32Array.from({ length: 200_000 }, () => random.uniform());
    const started = performance.now();
    expect(
      kendallTau(
        a,
        a.map((x) => x * x),
      ).tauB,
    ).toBeGreaterThan(0.9999);
    // A double loop would look at 2e10 pairs.
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test('refuses lists that cannot be compared', () => {
    for (const measure of [kendallTau, spearman]) {
      expect(() => measure([1, 2], [1])).toThrow(RetrievalError);
      expect(() => measure([1], [1])).toThrow(RetrievalError);
      expect(() => measure([1, NaN], [1, 2])).toThrow(/\[1\]/);
    }
  });
});
