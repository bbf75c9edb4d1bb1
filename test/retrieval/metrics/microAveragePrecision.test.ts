import { expect, test } from 'vitest';
import { randomSource } from '../../../src/base/randomSource.js';
import { microAveragePrecision } from '../../../src/retrieval/metrics/microAveragePrecision.js';

test('one list of all results is scored by its precision at each right one', () => {
  const pooled = (scores: number[], right: number[], positives: number): number =>
    microAveragePrecision({ scores: Float32Array.from(scores), right: Uint8Array.from(right), positives });
  // Right at places 1 and 3 of the pooled list, one more is never found.
  expect(pooled([0.7, 0.9, 0.8], [1, 1, 0], 3)).toBeCloseTo((1 + 2 / 3) / 3, 12);
  // Two of equal score enter together.
  expect(pooled([0.5, 0.5], [1, 0], 1)).toBeCloseTo(0.5, 12);
  expect(pooled([0.5, 0.5], [0, 1], 1)).toBeCloseTo(0.5, 12);
  expect(pooled([], [], 2)).toBe(0);
});

test('it is the area under the precision of every threshold', () => {
  const random = randomSource(3, 'micro');
  const scores = Float32Array.from({ length: 60 }, () => random.integer(20) / 20);
  const right = Uint8Array.from(scores, (score) => Number(random.uniform() < score));
  const positives = right.reduce((a, b) => a + b, 0) + 4;
  const thresholds = [...new Set(scores)].sort((a, b) => b - a);
  let [area, recall] = [0, 0];
  for (const threshold of thresholds) {
    const taken = [...scores.keys()].filter((i) => scores[i] >= threshold);
    const hits = taken.filter((i) => right[i] === 1).length;
    area += (hits / positives - recall) * (hits / taken.length);
    recall = hits / positives;
  }
  expect(microAveragePrecision({ scores, right, positives })).toBeCloseTo(area, 12);
});
