import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import {
  directPairSums,
  pairSums,
  separablePairSums,
  type PairSums,
} from '../../../src/compute/kernels/pairSums.js';
import { expectClose, list } from '../../helpers/tensors.js';

beforeAll(() => selectBackend());

/** The sums of one row, pair by pair in float64. */
function slowPairSums(s: number[], w: number[], temperature: number) {
  const sums = { softplus: 0, overColumn: s.map(() => 0), overRow: w.map(() => 0) };
  w.forEach((weight, i) =>
    s.forEach((x, j) => {
      const u = (x - s[i]) / temperature;
      const outranks = 1 / (1 + Math.exp(-u));
      sums.softplus += weight * (Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u))));
      sums.overColumn[j] += weight * outranks;
      sums.overRow[i] += outranks;
    }),
  );
  return sums;
}

describe.each([
  ['direct', directPairSums],
  ['separable', separablePairSums],
  ['chosen', pairSums],
])('the %s form', (_, form) => {
  test.each([0.02, 0.1, 1])('equals the slow twin at temperature %d', (temperature) => {
    // The ends of the range, where Chebyshev polynomials are steepest, are among the numbers.
    const rows = [5, 6, 7].map((seed) => [1, -1, ...list(60, seed, { low: -1 })]);
    const weights = [1, 2, 3].map((seed) => list(20, seed, { low: 0 }));
    const sums: PairSums = form(tf.tensor2d(rows), tf.tensor2d(weights), temperature);
    const slow = rows.map((row, b) => slowPairSums(row, weights[b], temperature));
    const softplus = slow.reduce((sum, { softplus: x }) => sum + x, 0);
    expect(sums.softplus.dataSync()[0] / softplus).toBeCloseTo(1, 5);
    expectClose(
      sums.overColumn.dataSync(),
      slow.flatMap(({ overColumn }) => overColumn),
      2e-5,
    );
    expectClose(
      sums.overRow.dataSync(),
      slow.flatMap(({ overRow }) => overRow),
      5e-5,
    );
  });

  test('works through many rows in chunks', () => {
    const s = tf.tensor2d(list(48 * 1000, 8), [48, 1000]);
    const weights = tf.fill<tf.Rank.R2>([48, 100], 0.01);
    const whole = form(s, weights, 0.1);
    const last = form(tf.slice(s, [47, 0]), tf.slice(weights, [47, 0]), 0.1);
    expectClose(tf.slice(whole.overColumn, [47, 0]).dataSync(), last.overColumn.dataSync(), 1e-6);
  });
});
