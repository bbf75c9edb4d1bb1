import * as tf from '@tensorflow/tfjs';
import { beforeAll, test } from 'vitest';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { plainSigmoidGradient, sigmoidGradient } from '../../../src/compute/kernels/sigmoidGradient.js';
import { expectClose } from '../../helpers/tensors.js';

beforeAll(async () => {
  await selectBackend({ prefer: 'native' });
});

test('the raw gradient of the sigmoid equals the plain one', () => {
  const y = tf.sigmoid(tf.tensor1d([-50, -1, 0, 2, 50]));
  const dy = tf.tensor1d([1, -2, 3, 4, 5]);
  expectClose(sigmoidGradient(y, dy).dataSync(), plainSigmoidGradient(y, dy).dataSync(), 1e-7);
});
