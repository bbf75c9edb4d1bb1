import { describe, expect, test } from 'vitest';
import { RetrievalError } from '../../../src/errors.js';
import { bootstrapInterval, bootstrapIntervals } from '../../../src/retrieval/metrics/bootstrap.js';
import { pairedDifference } from '../../../src/retrieval/metrics/pairedDifference.js';
import { seedInterval, studentQuantile } from '../../../src/retrieval/metrics/seedInterval.js';
import { randomSource } from '../../../src/base/randomSource.js';

function normals(count: number, mean: number, seed: number): number[] {
  const random = randomSource(seed);
  return Array.from({ length: count }, () => mean + random.normal());
}

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
