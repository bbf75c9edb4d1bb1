import { describe, expect, test } from 'vitest';
import { RetrievalError } from '../../../src/errors.js';
import { bootstrapInterval, bootstrapIntervals } from '../../../src/retrieval/metrics/bootstrap.js';
import { normals } from './lists.js';

describe('bootstrapInterval', () => {
  test('comes close to the normal interval of the mean', () => {
    const values = normals(400, 3, 1);
    const { mean, low, high } = bootstrapInterval(values);
    const average = values.reduce((sum, value) => sum + value, 0) / 400;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - average) ** 2, 0) / 400);
    expect(mean).toBeCloseTo(average, 12);
    expect(Math.abs(low - (average - (1.96 * deviation) / 20))).toBeLessThan(0.02);
    expect(Math.abs(high - (average + (1.96 * deviation) / 20))).toBeLessThan(0.02);
  });

  test('covers the true mean about as often as it says', () => {
    let covered = 0;
    for (let trial = 0; trial < 200; trial++) {
      const { low, high } = bootstrapInterval(normals(40, 0, 1000 + trial), { resamples: 200, level: 0.8 });
      covered += low <= 0 && high >= 0 ? 1 : 0;
    }
    expect(covered / 200).toBeGreaterThan(0.7);
    expect(covered / 200).toBeLessThan(0.88);
  });

  test('repeats with its seed, changes with another, and narrows with the level', () => {
    const values = normals(50, 0, 2);
    const first = bootstrapInterval(values, { seed: 4 });
    expect(bootstrapInterval(values, { seed: 4 })).toEqual(first);
    expect(bootstrapInterval(values, { seed: 5 }).low).not.toBe(first.low);
    const narrow = bootstrapInterval(values, { seed: 4, level: 0.5 });
    expect(narrow.high - narrow.low).toBeLessThan(0.5 * (first.high - first.low));
  });

  test('uses the same draws for all measures', () => {
    const values = normals(30, 0, 3);
    const [plain, doubled] = bootstrapIntervals([values, values.map((value) => 2 * value)]);
    expect(doubled.low).toBeCloseTo(2 * plain.low, 12);
    expect(doubled.high).toBeCloseTo(2 * plain.high, 12);
  });

  test('gives a point for equal values', () => {
    expect(bootstrapInterval([0.25, 0.25])).toEqual({ mean: 0.25, low: 0.25, high: 0.25 });
  });

  test('refuses empty lists, NaN and options out of range', () => {
    expect(() => bootstrapInterval([])).toThrow(RetrievalError);
    expect(() => bootstrapInterval([1, NaN])).toThrow(/NaN at 1/);
    expect(() => bootstrapInterval([1], { level: 1 })).toThrow(/level/);
    expect(() => bootstrapInterval([1], { resamples: 0 })).toThrow(/resamples/);
    expect(() => bootstrapIntervals([[1, 2], [1]])).toThrow(/column 1/);
  });
});
