import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RetrievalError } from '../../../src/errors.js';
import { weightedTau } from '../../../src/retrieval/metrics/weightedTau.js';
import { pairOfLists } from './lists.js';

const stored = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures', 'weightedTau.json'), 'utf8'),
) as { a: number[]; b: number[]; tau: number }[];

/** By a double loop over all pairs, for ranks from the first list. */
function slowHalf(a: number[], b: number[]): number {
  const order = a.map((_, i) => i).sort((i, j) => a[j] - a[i] || b[j] - b[i]);
  const weights = a.map((_, i) => 1 / (1 + order.indexOf(i)));
  let [balance, untiedA, untiedB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    for (let j = i + 1; j < a.length; j++) {
      const weight = weights[i] + weights[j];
      balance += weight * Math.sign(a[i] - a[j]) * Math.sign(b[i] - b[j]);
      untiedA += a[i] === a[j] ? 0 : weight;
      untiedB += b[i] === b[j] ? 0 : weight;
    }
  }
  return untiedA * untiedB === 0 ? 0 : balance / Math.sqrt(untiedA * untiedB);
}

describe('weightedTau', () => {
  test('equals SciPy on stored lists, ties included', () => {
    expect(stored.length).toBeGreaterThan(10);
    for (const { a, b, tau } of stored) expect(weightedTau(a, b)).toBeCloseTo(tau, 10);
  });

  test('equals a double loop over all pairs', () => {
    fc.assert(
      fc.property(pairOfLists, ({ a, b }) => {
        expect(weightedTau(a, b)).toBeCloseTo((slowHalf(a, b) + slowHalf(b, a)) / 2, 10);
      }),
      { numRuns: 300 },
    );
  });

  test('punishes an exchange at the top more than one at the end', () => {
    const list = [6, 5, 4, 3, 2, 1];
    expect(weightedTau(list, [5, 6, 4, 3, 2, 1])).toBeLessThan(weightedTau(list, [6, 5, 4, 3, 1, 2]));
    expect(weightedTau(list, list)).toBe(1);
  });

  test('is 0 for a list without order, and refuses what cannot be compared', () => {
    expect(weightedTau([1, 1, 1], [1, 2, 3])).toBe(0);
    expect(() => weightedTau([1, 2], [1])).toThrow(RetrievalError);
    expect(() => weightedTau([1, NaN], [1, 2])).toThrow(RetrievalError);
  });
});
