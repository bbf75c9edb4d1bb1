import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inversionMass, orderConsistency } from '../../../src/retrieval/metrics/orderConsistency.js';
import { jaccardAt, overlapAt } from '../../../src/retrieval/metrics/overlap.js';
import { kendallTau } from '../../../src/retrieval/metrics/kendallTau.js';
import { rankBiasedOverlap } from '../../../src/retrieval/metrics/rankBiasedOverlap.js';
import { spearman } from '../../../src/retrieval/metrics/spearman.js';
import { tauAp } from '../../../src/retrieval/metrics/tauAp.js';
import { RetrievalError } from '../../../src/errors.js';
import { randomSource } from '../../../src/base/randomSource.js';
import { rankingOrder } from '../../../src/retrieval/ranking/rankingOrder.js';

const T = [1.0, 0.8, 0.6, 0.5];
const S = [0.7, 0.75, 0.4, 0.45];

/** Two lists of equal length with many ties. */
const pairOfLists = fc
  .array(fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -5, max: 5 })), {
    minLength: 2,
    maxLength: 50,
  })
  .map((pairs) => ({ a: pairs.map(([x]) => x), b: pairs.map(([, y]) => y) }));

const pairOfRankings = fc
  .tuple(fc.integer({ min: 2, max: 40 }), fc.integer(), fc.integer())
  .map(([n, p, q]) => ({ a: randomSource(p).permutation(n), b: randomSource(q).permutation(n) }));

function slowTau(a: number[], b: number[]): { tauA: number; tauB: number } {
  let [balance, untiedA, untiedB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    for (let j = i + 1; j < a.length; j++) {
      balance += Math.sign(a[i] - a[j]) * Math.sign(b[i] - b[j]);
      untiedA += a[i] === a[j] ? 0 : 1;
      untiedB += b[i] === b[j] ? 0 : 1;
    }
  }
  const pairs = (a.length * (a.length - 1)) / 2;
  return {
    tauA: balance / pairs,
    tauB: untiedA * untiedB === 0 ? 0 : balance / Math.sqrt(untiedA * untiedB),
  };
}

function slowSpearman(a: number[], b: number[]): number {
  const rank = (list: number[]): number[] =>
    list.map((x) => list.filter((y) => y > x).length + (list.filter((y) => y === x).length - 1) / 2);
  const [x, y] = [rank(a), rank(b)];
  const mean = (a.length - 1) / 2;
  const product = (p: number[], q: number[]): number =>
    p.reduce((sum, value, i) => sum + (value - mean) * (q[i] - mean), 0);
  const spread = Math.sqrt(product(x, x) * product(y, y));
  return spread === 0 ? 0 : product(x, y) / spread;
}

function slowTauAp(ranking: number[], reference: number[]): number {
  let sum = 0;
  for (let i = 1; i < ranking.length; i++) {
    const above = ranking.slice(0, i);
    sum += above.filter((row) => reference.indexOf(row) < reference.indexOf(ranking[i])).length / i;
  }
  return (2 * sum) / (ranking.length - 1) - 1;
}

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

describe('spearman', () => {
  test('gives the hand-computed value and equals the slow twin', () => {
    expect(spearman(T, S)).toBeCloseTo(0.6, 12);
    fc.assert(
      fc.property(pairOfLists, ({ a, b }) => {
        expect(spearman(a, b)).toBeCloseTo(slowSpearman(a, b), 10);
      }),
    );
  });
});

describe('tauAp', () => {
  test('equals the slow twin, is 1 for equal and -1 for reversed rankings', () => {
    fc.assert(
      fc.property(pairOfRankings, ({ a, b }) => {
        expect(tauAp(a, b)).toBeCloseTo(slowTauAp([...a], [...b]), 12);
        expect(tauAp(a, a)).toBe(1);
        expect(tauAp(a, Int32Array.from(a).reverse())).toBe(-1);
      }),
    );
  });

  test('punishes a swap at the top more than one at the bottom', () => {
    const reference = Int32Array.of(0, 1, 2, 3);
    const top = tauAp(Int32Array.of(1, 0, 2, 3), reference);
    const bottom = tauAp(Int32Array.of(0, 1, 3, 2), reference);
    expect(top).toBeCloseTo((2 / 3) * (0 + 1 + 1) - 1, 12);
    expect(bottom).toBeCloseTo((2 / 3) * (1 + 1 + 2 / 3) - 1, 12);
  });
});

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

  test('refuses depths past the end and a persistence outside (0, 1)', () => {
    expect(() => overlapAt(a, b, 5)).toThrow(/at most 4/);
    expect(() => overlapAt(a, b, 0)).toThrow(RetrievalError);
    expect(() => rankBiasedOverlap(a, b, { persistence: 1 })).toThrow(RetrievalError);
    expect(() => rankBiasedOverlap(a, Int32Array.of(0))).toThrow(RetrievalError);
  });
});

describe('orderConsistency and inversionMass', () => {
  test('gives the hand-computed values', () => {
    expect(orderConsistency(T, S, 2)).toBe(0);
    expect(orderConsistency(T, S, 3)).toBeCloseTo(2 / 3, 12);
    expect(orderConsistency(T, S, 4)).toBeCloseTo(4 / 6, 12);
    expect(inversionMass(T, S, 4)).toBeCloseTo(0.1, 12);
    expect(orderConsistency([3, 2, 1], [5, 5, 1], 3)).toBeCloseTo(2.5 / 3, 12);
  });

  test("is (tau-a + 1) / 2 of the gallery model's top k, ties included", () => {
    fc.assert(
      fc.property(pairOfLists, fc.integer({ min: 2, max: 50 }), ({ a, b }, depth) => {
        const k = Math.min(depth, a.length);
        const top = [...rankingOrder(a).subarray(0, k)];
        const tau = slowTau(
          top.map((row) => a[row]),
          top.map((row) => b[row]),
        ).tauA;
        expect(orderConsistency(a, b, k)).toBeCloseTo((tau + 1) / 2, 12);
      }),
    );
  });

  test('refuses a depth outside the list', () => {
    for (const k of [0, 1, 5, 2.5]) expect(() => orderConsistency(T, S, k)).toThrow(/from 2 to 4/);
  });
});
