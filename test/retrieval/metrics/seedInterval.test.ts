import { describe, expect, test } from 'vitest';
import { RetrievalError } from '../../../src/errors.js';
import { seedInterval, studentQuantile } from '../../../src/retrieval/metrics/seedInterval.js';

describe('seedInterval', () => {
  test("has the quantiles of Student's table", () => {
    const table = [12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912];
    table.forEach((value, i) => expect(studentQuantile(0.95, i + 1)).toBeCloseTo(value, 5));
    expect(studentQuantile(0.99, 10)).toBeCloseTo(3.169273, 5);
    expect(studentQuantile(0.95, 1000)).toBeCloseTo(1.962339, 5);
  });

  test('gives the hand-computed interval of three runs', () => {
    const { mean, low, high } = seedInterval([1, 2, 3]);
    expect(mean).toBe(2);
    expect(low).toBeCloseTo(2 - 4.302653 / Math.sqrt(3), 5);
    expect(high).toBeCloseTo(2 + 4.302653 / Math.sqrt(3), 5);
  });

  test('knows no bounds from one run and refuses none', () => {
    expect(seedInterval([0.3])).toEqual({ mean: 0.3, low: NaN, high: NaN });
    expect(() => seedInterval([])).toThrow(RetrievalError);
  });
});
