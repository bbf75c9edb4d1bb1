import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spearman } from '../../../src/retrieval/metrics/spearman.js';
import { T, S, pairOfLists } from './lists.js';

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
