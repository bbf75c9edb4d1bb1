import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { centralDifferences } from '../../src/course/checks/checkGradient.js';
import { rankOrder } from '../../src/course/rankOrder.js';
import { orderDivergence } from '../../src/losses/orderDivergence.js';

beforeAll(() => selectBackend());

const t = [1, 0.8, 0.6, 0.5];
const s = [0.7, 0.75, 0.4, 0.45];

test('rankOrder has the known value and gradient of its formula', () => {
  const { loss, gradient } = rankOrder(s, t, 0.1);
  expect(loss).toBeCloseTo(0.27157785, 8);
  [-0.64451, -0.1908, -0.831849, -0.035884].forEach((slope, k) => expect(gradient[k]).toBeCloseTo(slope, 6));
});

test('the gradient of rankOrder is that of its finite differences', () => {
  const slopes = centralDifferences((at) => rankOrder(at, t, 0.3).loss, s);
  rankOrder(s, t, 0.3).gradient.forEach((slope, k) => expect(slope).toBeCloseTo(slopes[k], 8));
});

test('rankOrder is the loss of the library', () => {
  const run = tf.valueAndGrad((x) =>
    orderDivergence(x as tf.Tensor2D, tf.tensor2d([t]), {
      topRows: 4,
      temperature: 0.1,
      comparison: 'cross',
      indicator: 'hard',
      error: 'squared',
      weights: 'growing',
      weightSharpness: 0.2,
    }),
  );
  const { value, grad } = run(tf.tensor2d([s]));
  const { loss, gradient } = rankOrder(s, t, 0.1);
  expect(value.dataSync()[0]).toBeCloseTo(loss, 6);
  Array.from(grad.dataSync()).forEach((slope, k) => expect(slope).toBeCloseTo(gradient[k], 5));
});
