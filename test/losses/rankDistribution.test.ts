import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { createLoss } from '../../src/losses/createLoss.js';
import { positionShares } from '../../src/losses/rankDistribution.js';
import type { RankingLists } from '../../src/losses/types.js';
import { expectClose, list } from '../helpers/tensors.js';
import type { Rows } from './slowBatchLosses.js';
import { slowGradient, softmax } from './slowTwins.js';

beforeAll(() => selectBackend());

interface Options {
  exponent: number;
  temperature: number;
  distinct?: boolean;
}

/** Value and gradient `[B * K]` of the loss of some lists. */
function ofLists(query: Rows, gallery: Rows, { exponent, temperature, distinct }: Options) {
  return tf.tidy(() => {
    const loss = createLoss({ kind: 'rankDistribution', exponent, temperature });
    const run = tf.valueAndGrad((x) => {
      const s = x as tf.Tensor2D;
      const lists = (): RankingLists => ({ query: s, gallery: tf.tensor2d(gallery), distinct });
      return loss.compute({ query: s, gallery: s, lists });
    });
    const { value, grad } = run(tf.tensor2d(query));
    return { value: value.dataSync()[0], gradient: Array.from(grad.dataSync()) };
  });
}

/** What each position gets, and equal items the mean of what theirs get. */
function slowShares(t: number[], exponent: number): number[] {
  const powers = t.map((_, k) => (k + 1) ** -exponent);
  const total = powers.reduce((a, b) => a + b, 0);
  return t.map((value) => {
    const equals = powers.filter((_, k) => t[k] === value);
    return equals.reduce((a, b) => a + b, 0) / equals.length / total;
  });
}

function slowLoss(query: Rows, gallery: Rows, { exponent, temperature }: Options): number {
  const divergences = query.map((s, b) => {
    const q = softmax(s, temperature);
    return slowShares(gallery[b], exponent).reduce((sum, p, k) => sum + p * Math.log(p / q[k]), 0);
  });
  return divergences.reduce((a, b) => a + b, 0) / divergences.length;
}

const [rows, items] = [3, 9];
const query = Array.from({ length: rows }, (_, b) => list(items, 10 + b));
const gallery = Array.from({ length: rows }, (_, b) => list(items, 20 + b, { sorted: true }));
const tied = [
  [0.9, 0.9, 0.7, 0.5, 0.5, 0.5, 0.1, 0, 0],
  [0.8, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0, -0.1],
  Array.from({ length: items }, () => 0.25),
];

describe('the distribution over positions', () => {
  test.each<[string, Rows, Options]>([
    ['known to be without ties', gallery, { exponent: 1, temperature: 0.1, distinct: true }],
    ['not known to be without ties', gallery, { exponent: 1, temperature: 0.1 }],
    ['with ties', tied, { exponent: 1, temperature: 0.1 }],
    ['with ties, steep', tied, { exponent: 2.5, temperature: 0.3 }],
    ['with ties, flat', tied, { exponent: 0, temperature: 0.05 }],
  ])('of lists %s equals its slow twin and its finite differences', (_, t, options) => {
    const { value, gradient } = ofLists(query, t, options);
    expect(value).toBeCloseTo(slowLoss(query, t, options), 4);
    const slow = (values: number[]): number =>
      slowLoss(
        query.map((s, b) => values.slice(b * items, b * items + s.length)),
        t,
        options,
      );
    const expected = slowGradient(slow, query.flat());
    expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(0.01);
    expectClose(gradient, expected, 1e-4);
  });

  test('by hand: shares of 6, 3 and 2 elevenths', () => {
    const t = [[0.9, 0.5, 0.1]];
    const shares = tf.tidy(() => positionShares({ gallery: tf.tensor2d(t) }, 1).dataSync());
    expectClose(shares, [6 / 11, 3 / 11, 2 / 11], 1e-7);
    // Equal similarities: ln 3 less the entropy of the shares.
    expect(ofLists([[0.3, 0.3, 0.3]], t, { exponent: 1, temperature: 0.1 }).value).toBeCloseTo(0.10369, 4);
    // s = (ln 2, 0, 0) / 10, so that the query model gives 1/2, 1/4, 1/4:
    // 6/11 ln(12/11) + 3/11 ln(12/11) + 2/11 ln(8/11)
    expect(ofLists([[0.1 * Math.LN2, 0, 0]], t, { exponent: 1, temperature: 0.1 }).value).toBeCloseTo(
      0.01329,
      4,
    );
  });

  test('items with equal similarities share what their positions get', () => {
    const shares = tf.tidy(() => positionShares({ gallery: tf.tensor2d([[0.9, 0.5, 0.5]]) }, 1).dataSync());
    expectClose(shares, [6 / 11, 5 / 22, 5 / 22], 1e-7);
    const swapped = query.map((s) => [s[1], s[0], ...s.slice(2)]);
    const options = { exponent: 1.5, temperature: 0.2 };
    const first = tied.slice(0, 1);
    expect(ofLists(swapped.slice(0, 1), first, options).value).toBeCloseTo(
      ofLists(query.slice(0, 1), first, options).value,
      6,
    );
  });

  test.each<[string, (t: number) => number]>([
    ['the cube', (t) => t ** 3],
    ['an exponential', (t) => Math.exp(4 * t)],
    ['a straight line', (t) => 0.1 * t - 3],
  ])('is not changed by %s of the gallery similarities', (_, map) => {
    const options = { exponent: 1, temperature: 0.1 };
    for (const t of [gallery, tied]) {
      const mapped = t.map((row) => row.map(map));
      expect(ofLists(query, mapped, options)).toEqual(ofLists(query, t, options));
    }
  });

  test('is reached where the softmax of the query similarities equals the shares: no loss and no slope', () => {
    const options = { exponent: 1.2, temperature: 0.07 };
    const reached = tied.map((t, b) => slowShares(t, 1.2).map((p) => 0.07 * Math.log(p) + 0.1 * b));
    const { value, gradient } = ofLists(reached, tied, options);
    expect(value).toBeCloseTo(0, 5);
    expectClose(gradient, Array(rows * items).fill(0), 1e-5);
    expect(ofLists(reached, gallery, options).value).toBeGreaterThan(0.01);
  });

  test('stays finite at a steep exponent over a long list that is not known to be without ties', () => {
    const [s, t] = [list(512, 1), list(512, 2, { sorted: true })];
    const { value } = ofLists([s], [t], { exponent: 3, temperature: 0.1 });
    expect(value).toBeCloseTo(slowLoss([s], [t], { exponent: 3, temperature: 0.1 }), 3);
  });

  test('refuses a temperature of zero and a growing distribution', () => {
    expect(() => createLoss({ kind: 'rankDistribution', temperature: 0 })).toThrow(/temperature/);
    expect(() => createLoss({ kind: 'rankDistribution', exponent: -1 })).toThrow(/exponent/);
  });
});
