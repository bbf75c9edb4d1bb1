import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../src/backend/index.js';
import { batchNormalise } from '../../src/kernels/index.js';
import { createLoss, createLossBatch, lossRegistry, type LossConfig } from '../../src/losses/index.js';
import { expectClose, unitRows } from '../helpers/tensors.js';

beforeAll(async () => {
  await selectBackend({ prefer: 'native' });
});
afterEach(() => tf.setBackend('tensorflow'));

/** The same computation with fresh tensors on TensorFlow and in plain JavaScript. */
async function onBoth(
  compute: () => ArrayLike<number>,
): Promise<[native: ArrayLike<number>, plain: ArrayLike<number>]> {
  await tf.setBackend('tensorflow');
  const native = tf.tidy(compute as () => never) as ArrayLike<number>;
  await tf.setBackend('cpu');
  return [native, tf.tidy(compute as () => never)];
}

test.each(Object.keys(lossRegistry))('%s has the same value and gradient on both backends', async (kind) => {
  const [native, plain] = await onBoth(() => {
    const [query, gallery] = [unitRows(6, 5, 1), unitRows(6, 5, 2)];
    const neighbours = kind === 'featureRegression' ? {} : { neighbours: { from: 'batch' } };
    const loss = createLoss({ kind, ...neighbours } as LossConfig);
    const run = tf.valueAndGrad((q) => loss.compute(createLossBatch({ query: q as tf.Tensor2D, gallery })));
    const { value, grad } = run(query);
    const numbers = [...value.dataSync(), ...grad.dataSync()];
    loss.dispose?.();
    return numbers;
  });
  expect(native.length).toBe(31);
  expectClose(plain, native, 1e-4);
});

test('a normalised and rectified feature map has the same value and gradient on both backends', async () => {
  const [native, plain] = await onBoth(() => {
    const input = unitRows(32, 12, 3).reshape<tf.Tensor4D>([2, 4, 4, 12]);
    const ones = tf.ones<tf.Rank.R1>([12]);
    const movingMean = tf.variable(tf.zeros<tf.Rank.R1>([12]), false);
    const movingVariance = tf.variable(tf.ones<tf.Rank.R1>([12]), false);
    const layer = (x: tf.Tensor): tf.Tensor =>
      tf.relu6(
        batchNormalise({
          input: x as tf.Tensor4D,
          scale: ones,
          offset: ones,
          movingMean,
          movingVariance,
          training: true,
        }),
      );
    const numbers = [
      ...layer(input).dataSync(),
      ...tf
        .grad((x) => tf.sum(tf.square(layer(x))))(input)
        .dataSync(),
      ...movingMean.dataSync(),
    ];
    tf.dispose([movingMean, movingVariance]);
    return numbers;
  });
  expectClose(plain, native, 2e-3);
});
