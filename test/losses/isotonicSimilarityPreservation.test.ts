import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { isotonicStress } from '../../src/losses/isotonicSimilarityPreservation.js';
import { expectClose, list } from '../helpers/tensors.js';
import { ofList } from './lossValues.js';
import { slowGradient, slowIsotonic } from './slowTwins.js';

const s = [0.7, 0.75, 0.4, 0.45];

beforeAll(() => selectBackend());

describe('isotonic similarity preservation', () => {
  test('gives the published stress', () => {
    // The published stress is relative to the squared length of s and summed; this one is a mean.
    const squares = s.reduce((sum, x) => sum + x * x, 0);
    expect((isotonicStress(tf.tensor2d([s])).dataSync()[0] * 4) / squares).toBeCloseTo(0.00176678, 6);
  });

  test('equals its slow twin and its finite differences, and is zero when the order is kept', () => {
    const query = list(9, 5);
    const slow = (x: number[]): number =>
      slowIsotonic(x).reduce((sum, y, k) => sum + (x[k] - y) ** 2, 0) / x.length;
    const result = ofList({ kind: 'isotonicSimilarityPreservation' }, query, list(9, 6, { sorted: true }));
    expect(result.value).toBeCloseTo(slow(query), 6);
    expectClose(result.gradient, slowGradient(slow, query), 1e-5);
    expect(isotonicStress(tf.tensor2d([list(9, 7, { sorted: true })])).dataSync()[0]).toBeCloseTo(0, 12);
  });
});
