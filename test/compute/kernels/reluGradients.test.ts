import * as tf from '@tensorflow/tfjs';
import { beforeAll, test } from 'vitest';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { plainGradients } from '../../../src/compute/kernels/reluGradients.js';
import { expectClose } from '../../helpers/tensors.js';

beforeAll(async () => {
  await selectBackend({ prefer: 'native' });
});

test.each(['Relu', 'Relu6'])('the raw gradient of %s equals the plain one', (name) => {
  const x = tf.tensor1d([-1, 0, 0.5, 5.9, 6, 7]);
  const dy = tf.tensor1d([1, 2, 3, 4, 5, 6]);
  const f = name === 'Relu' ? tf.relu : tf.relu6;
  expectClose(
    tf
      .grad((t) => f(t))(x, dy)
      .dataSync(),
    plainGradients[name](dy, x).dataSync(),
    1e-7,
  );
});
