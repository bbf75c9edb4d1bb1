import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { pool } from '../../src/models/pooling.js';

beforeAll(async () => {
  await selectBackend();
});

describe('pooling', () => {
  test('takes the mean, or the cubic mean, over positions', () => {
    const map = tf.tensor4d([[[[1, 0]], [[2, 0]], [[4, 3]]]]);
    const values = (pooling: 'average' | 'gem') => [...tf.tidy(() => pool(map, pooling)).dataSync()];
    expect(values('average')[0]).toBeCloseTo(7 / 3, 5);
    expect(values('gem')[0]).toBeCloseTo(Math.cbrt((1 + 8 + 64) / 3), 4);
    expect(values('gem')[1]).toBeCloseTo(Math.cbrt(9), 4);
  });
});
