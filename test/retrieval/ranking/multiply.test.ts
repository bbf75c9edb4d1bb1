import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { defaultMultiply, multiplyPlain, multiplyTensors } from '../../../src/retrieval/ranking/multiply.js';
import { randomMatrix } from './matrices.js';

describe('multiply', () => {
  test('agrees between tensors and typed arrays and leaves no tensor behind', async () => {
    await tf.setBackend('cpu');
    const queries = randomMatrix(5, 33, 6);
    const gallery = randomMatrix(14, 33, 7);
    const before = tf.memory().numTensors;
    const fast = await multiplyTensors(queries, gallery);
    expect(tf.memory().numTensors).toBe(before);
    const plain = multiplyPlain(queries, gallery);
    expect(fast).toHaveLength(70);
    plain.forEach((value, i) => expect(Math.abs(fast[i] - value)).toBeLessThan(1e-5));
  });

  test('takes the plain form where only the pure JavaScript backend runs', async () => {
    await tf.setBackend('cpu');
    expect(defaultMultiply()).toBe(multiplyPlain);
  });
});
