import * as tf from '@tensorflow/tfjs';
import { beforeAll, test } from 'vitest';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import {
  plainPaddedConvolution,
  rawPaddedConvolution,
} from '../../../src/compute/kernels/paddedConvolution.js';
import { expectClose } from '../../helpers/tensors.js';

beforeAll(async () => {
  await selectBackend({ prefer: 'native' });
});

test.each([
  { depthwise: false, stride: 2, side: 1, size: 6 },
  { depthwise: false, stride: 1, side: 2, size: 5 },
  { depthwise: true, stride: 2, side: 1, size: 6 },
  { depthwise: true, stride: 2, side: 1, size: 7 },
])('the raw form equals the plain one in value and gradients: %o', ({ size, ...options }) => {
  const x = tf.randomNormal<tf.Rank.R4>([2, size, size, 4], 0, 1, 'float32', 1);
  const kernel = tf.randomNormal<tf.Rank.R4>([3, 3, 4, options.depthwise ? 1 : 5], 0, 1, 'float32', 2);
  const [raw, plain] = [rawPaddedConvolution, plainPaddedConvolution].map((form) => {
    const value = form(x, kernel, options);
    const dy = tf.randomNormal<tf.Rank.R4>(value.shape, 0, 1, 'float32', 3);
    const gradients = tf.grads((a, b) => form(a as tf.Tensor4D, b as tf.Tensor4D, options))([x, kernel], dy);
    return [value, ...gradients].map((tensor) => tensor.dataSync());
  });
  raw.forEach((values, n) => expectClose(values, plain[n], 1e-4));
});
