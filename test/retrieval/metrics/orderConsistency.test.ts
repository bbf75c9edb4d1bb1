import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  inversionMass,
  orderConsistency,
  pairMeasures,
  type PairMeasures,
} from '../../../src/retrieval/metrics/orderConsistency.js';
import { randomSource } from '../../../src/base/randomSource.js';
import { rankingOrder } from '../../../src/retrieval/ranking/rankingOrder.js';
import { T, S, pairOfLists, slowTau } from './lists.js';

/** Every pair by itself. */
function slowPairMeasures(g: number[], s: number[], depths: number[]): PairMeasures {
  const order = rankingOrder(g);
  const measures = depths.map((depth) => {
    let [kept, mass] = [0, 0];
    for (let j = 1; j < depth; j++) {
      for (let i = 0; i < j; i++) {
        const [a, b] = [order[i], order[j]];
        if (g[a] === g[b] || s[a] === s[b]) kept += 0.5;
        else if (s[a] > s[b]) kept += 1;
        else mass += s[b] - s[a];
      }
    }
    return [kept / ((depth * (depth - 1)) / 2), mass];
  });
  return {
    orderConsistency: Float64Array.from(measures, ([consistency]) => consistency),
    inversionMass: Float64Array.from(measures, ([, mass]) => mass),
  };
}

function expectSame(g: number[], s: number[], depths: number[]): void {
  const found = pairMeasures(rankingOrder(g), g, s, depths);
  const expected = slowPairMeasures(g, s, depths);
  expect(found.orderConsistency).toEqual(expected.orderConsistency);
  expected.inversionMass.forEach((mass, d) => {
    expect(Math.abs(found.inversionMass[d] - mass)).toBeLessThanOrEqual(1e-9 * mass);
  });
}

const allDepths = (length: number): number[] => Array.from({ length: length - 1 }, (_, i) => i + 2);

describe('pairMeasures', () => {
  const score = fc.oneof(
    fc.integer({ min: -3, max: 3 }),
    fc.double({ min: -1, max: 1, noNaN: true }),
    fc.constant(-0),
  );

  test('equals a double loop at every depth, ties under either model included', () => {
    const lists = fc.array(fc.tuple(score, score), { minLength: 2, maxLength: 60, size: 'max' });
    fc.assert(
      fc.property(lists, (pairs) => {
        const [g, s] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
        expectSame(g, s, allDepths(g.length));
      }),
      { numRuns: 300 },
    );
  });

  test('equals it for long lists', () => {
    const random = randomSource(1);
    for (const ties of [10, 1e9]) {
      const draw = (): number => Math.round(random.normal() * ties) / ties;
      const g = Array.from({ length: 1500 }, draw);
      expectSame(
        g,
        g.map((x) => x + draw()),
        [2, 10, 999, 1500],
      );
    }
  });

  test('keeps the precision of tiny gaps between large similarities', () => {
    const random = randomSource(2);
    const s = Array.from({ length: 500 }, (_, i) => 1e6 - i * 1e-3 + 2e-3 * random.uniform());
    expectSame(
      s.map((_, i) => -i),
      s,
      [100, 500],
    );
  });

  test('handles a long list without a quadratic pass', () => {
    const random = randomSource(3);
    const g = Float32Array.from({ length: 200_000 }, () => random.normal());
    const s = g.map((x) => x + random.normal());
    const started = performance.now();
    // For normal scores tau is 2 asin(r) / pi, and r is 1 / sqrt 2 here.
    expect(orderConsistency(g, s, g.length)).toBeCloseTo(0.75, 2);
    expect(inversionMass(g, s, g.length)).toBeGreaterThan(0);
    // A double loop would look at 2e10 pairs.
    expect(performance.now() - started).toBeLessThan(5000);
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
