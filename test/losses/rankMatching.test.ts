import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { softRanks } from '../../src/losses/rankMatching.js';
import { expectClose, list } from '../helpers/tensors.js';
import { ofList } from './lossValues.js';
import { slowGradient, slowSoftRanks } from './slowTwins.js';

const s = [0.7, 0.75, 0.4, 0.45];

beforeAll(() => selectBackend());

describe('soft ranks', () => {
  test.each([
    [0.01, [1.993307, 1.006693, 3.993307, 3.006693]],
    [0.1, [1.745743, 1.454279, 3.545721, 3.254257]],
  ])('temperature %d gives the published ranks', (temperature, ranks) => {
    expectClose(softRanks(tf.tensor2d([s]), temperature).dataSync(), ranks, 1e-5);
  });

  test.each(['squared', 'huber'] as const)(
    'rank matching (%s) equals its slow twin and its finite differences',
    (error) => {
      const query = list(7, 3);
      const slow = (x: number[]): number =>
        slowSoftRanks(x, 0.1)
          .map((rank, i) => (rank - (i + 1)) / 7)
          .map((gap) =>
            error === 'squared' ? gap ** 2 : Math.abs(gap) < 0.1 ? gap ** 2 / 0.2 : Math.abs(gap) - 0.05,
          )
          .reduce((a, b) => a + b, 0) / 7;
      const result = ofList({ kind: 'rankMatching', error }, query, list(7, 4, { sorted: true }));
      expect(result.value).toBeCloseTo(slow(query), 5);
      expectClose(result.gradient, slowGradient(slow, query), 2e-5);
    },
  );
});
