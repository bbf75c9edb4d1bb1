import { describe, expect, test } from 'vitest';
import {
  averagePrecision,
  averagePrecisionAt,
  trapezoidAveragePrecision,
} from '../../../src/retrieval/metrics/averagePrecision.js';
import {
  clippedPrecisionAt,
  precisionAt,
  recallAt,
} from '../../../src/retrieval/metrics/precisionAndRecall.js';
import { rankPositivesInScores } from '../../../src/retrieval/ranking/rankPositives.js';

describe('averagePrecision', () => {
  test('is the mean over positives of the precision at each', () => {
    expect(averagePrecision([0, 1, 2])).toBe(1);
    expect(averagePrecision([0, 2])).toBeCloseTo((1 + 2 / 3) / 2, 12);
    expect(averagePrecision([3, 4])).toBeCloseTo((1 / 4 + 2 / 5) / 2, 12);
  });

  test('lets a positive missing from a truncated list count as nothing', () => {
    expect(averagePrecision([0], 4)).toBe(0.25);
  });

  test('has no value for a query without positives', () => {
    for (const measure of [averagePrecision, trapezoidAveragePrecision]) expect(measure([])).toBeNaN();
    for (const measure of [averagePrecisionAt, recallAt, precisionAt, clippedPrecisionAt]) {
      expect(measure([], 5)).toBeNaN();
    }
  });
});

describe('trapezoidAveragePrecision', () => {
  test('gives the values of the revisited protocol', () => {
    expect(trapezoidAveragePrecision([0, 1, 4], 3)).toBeCloseTo(0.85, 12);
    expect(trapezoidAveragePrecision([2, 5], 4)).toBeCloseTo(0.10833333, 8);
    expect(trapezoidAveragePrecision([1], 1)).toBe(0.25);
  });

  test('differs from the usual average precision unless the list is perfect', () => {
    expect(trapezoidAveragePrecision([1])).not.toBe(averagePrecision([1]));
    expect(trapezoidAveragePrecision([0, 1, 2])).toBe(1);
  });

  test('removes junk instead of punishing it', () => {
    const ranking = [4, 7, 1, 0, 2, 3, 5, 9, 6, 8];
    const scores = new Float64Array(10);
    ranking.forEach((row, place) => (scores[row] = -place));
    const positions = rankPositivesInScores(scores, Int32Array.of(2, 7, 9), Int32Array.of(0, 4));
    expect([...positions]).toEqual([0, 2, 5]);
    expect(trapezoidAveragePrecision(positions)).toBeCloseTo(0.67777778, 8);
    expect([1, 5, 10].map((k) => clippedPrecisionAt(positions, k))).toEqual([1, 0.4, 0.5]);
  });
});

describe('averagePrecisionAt', () => {
  test('gives the value of the landmarks protocol', () => {
    expect(averagePrecisionAt([0, 2, 5], 100, 4)).toBeCloseTo(0.54166667, 8);
  });

  test('ignores positives past k and divides by those that can stand there', () => {
    expect(averagePrecisionAt([0, 1, 7], 2)).toBe(1);
    expect(averagePrecisionAt([1, 7], 5)).toBe(0.25);
  });
});

test.each([
  ['averagePrecision', averagePrecision],
  ['trapezoidAveragePrecision', trapezoidAveragePrecision],
  ['averagePrecisionAt', (positions: number[], count?: number) => averagePrecisionAt(positions, 10, count)],
] as const)('%s refuses positions out of order and too few positives', (_, of) => {
  for (const positions of [[1, 0], [0, 0], [-1], [NaN], [0.5]]) {
    expect(() => of(positions)).toThrow(/not in order/);
  }
  expect(() => of([0, 1], 1)).toThrow(/positiveCount/);
});
