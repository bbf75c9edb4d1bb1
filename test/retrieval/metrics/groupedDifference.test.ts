import { expect, test } from 'vitest';
import { randomSource } from '../../../src/base/randomSource.js';
import { groupedDifference } from '../../../src/retrieval/metrics/groupedDifference.js';
import { pairedDifference } from '../../../src/retrieval/metrics/pairedDifference.js';

const random = randomSource(2, 'grouped');
const queries = 200;
const zeros = new Array<number>(queries).fill(0);

test('the mean is that over queries, whatever the groups', () => {
  const first = zeros.map(() => random.normal());
  const groups = zeros.map((_, q) => q % 7);
  const { mean, low, high, groups: count } = groupedDifference(first, zeros, groups);
  expect(mean).toBeCloseTo(first.reduce((a, b) => a + b, 0) / queries, 12);
  expect(low).toBeLessThan(mean);
  expect(high).toBeGreaterThan(mean);
  expect(count).toBe(7);
});

test('where queries of a class succeed together the interval is wider than that over queries', () => {
  const classes = Array.from({ length: 10 }, () => random.normal());
  const groups = zeros.map((_, q) => q % 10);
  const first = groups.map((group) => classes[group] + 0.1 * random.normal());
  const width = ({ low, high }: { low: number; high: number }): number => high - low;
  const byClass = width(groupedDifference(first, zeros, groups));
  expect(byClass).toBeGreaterThan(2.5 * width(pairedDifference(first, zeros)));
  // The standard error of a mean of ten classes, 1.96 of it on both sides; the bootstrap is about a tenth smaller.
  const mean = classes.reduce((a, b) => a + b, 0) / 10;
  const deviation = Math.sqrt(classes.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 9);
  expect(byClass / ((2 * 1.96 * deviation) / Math.sqrt(10))).toBeGreaterThan(0.7);
  expect(byClass / ((2 * 1.96 * deviation) / Math.sqrt(10))).toBeLessThan(1.2);
});

test('of groups of one query each it is the bootstrap over queries', () => {
  const first = zeros.map(() => random.normal());
  const grouped = groupedDifference(first, zeros, [...zeros.keys()]);
  const paired = pairedDifference(first, zeros);
  for (const bound of ['mean', 'low', 'high'] as const) expect(grouped[bound]).toBeCloseTo(paired[bound], 9);
});

test('queries without a value are left out, and none at all is refused', () => {
  expect(groupedDifference([1, NaN, 3], [0, 0, 0], [0, 1, 2])).toMatchObject({ mean: 2, groups: 2 });
  expect(() => groupedDifference([NaN], [0], [0])).toThrow(/share no query/);
});
