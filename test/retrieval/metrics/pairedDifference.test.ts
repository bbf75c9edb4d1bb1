import { describe, expect, test } from 'vitest';
import { RetrievalError } from '../../../src/errors.js';
import { bootstrapInterval } from '../../../src/retrieval/metrics/bootstrap.js';
import { pairedDifference } from '../../../src/retrieval/metrics/pairedDifference.js';
import { normals } from './lists.js';

describe('pairedDifference', () => {
  const base = normals(200, 0, 7);
  const noise = normals(200, 0, 8);

  test('sees a small steady gain that unpaired intervals would miss', () => {
    const better = base.map((value, q) => value + 0.1 + 0.3 * noise[q]);
    const result = pairedDifference(better, base);
    expect(result.pValue).toBeLessThan(0.01);
    expect(result.low).toBeGreaterThan(0);
    expect(result.queries).toBe(200);
    expect(bootstrapInterval(better).low).toBeLessThan(bootstrapInterval(base).high);
  });

  test('finds no difference in noise, and about 5 % false alarms at 5 %', () => {
    let alarms = 0;
    for (let trial = 0; trial < 200; trial++) {
      const [a, b] = [normals(40, 0, 2 * trial), normals(40, 0, 2 * trial + 1)];
      alarms += pairedDifference(a, b, { resamples: 200 }).pValue < 0.05 ? 1 : 0;
    }
    expect(alarms).toBeGreaterThan(0);
    expect(alarms).toBeLessThan(24);
  });

  test('changes sign, not strength, when the methods are swapped', () => {
    const other = base.map((value, q) => value + 0.05 * noise[q] + 0.002);
    const [forth, back] = [pairedDifference(base, other), pairedDifference(other, base)];
    expect(back.mean).toBeCloseTo(-forth.mean, 12);
    expect(back.pValue).toBeCloseTo(forth.pValue, 12);
  });

  test('gives 1 for equal methods and the smallest value for a constant gain', () => {
    expect(pairedDifference(base, base).pValue).toBe(1);
    expect(
      pairedDifference(
        base.map(() => 1),
        base.map(() => 0.9),
      ).pValue,
    ).toBeCloseTo(1 / 1001, 12);
  });

  test('leaves out queries without a value under either method', () => {
    const result = pairedDifference([1, NaN, 3, 4], [0, 1, NaN, 2]);
    expect(result.queries).toBe(2);
    expect(result.mean).toBe(1.5);
    expect(() => pairedDifference([NaN], [1])).toThrow(/share no query/);
    expect(() => pairedDifference([1], [1, 2])).toThrow(RetrievalError);
  });
});
