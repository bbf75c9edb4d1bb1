import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tauAp } from '../../../src/retrieval/metrics/tauAp.js';
import { pairOfRankings } from './lists.js';

function slowTauAp(ranking: number[], reference: number[]): number {
  let sum = 0;
  for (let i = 1; i < ranking.length; i++) {
    const above = ranking.slice(0, i);
    sum += above.filter((row) => reference.indexOf(row) < reference.indexOf(ranking[i])).length / i;
  }
  return (2 * sum) / (ranking.length - 1) - 1;
}

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

  test('refuses what is no ranking of the same rows', () => {
    const right = Int32Array.of(0, 1, 2);
    for (const wrong of [Int32Array.of(0, 0, 1), Int32Array.of(1, 2, 3), Int32Array.of(0, 1)]) {
      expect(() => tauAp(wrong, right)).toThrow(/ranking/);
      expect(() => tauAp(right, wrong)).toThrow(/ranking/);
    }
  });
});
