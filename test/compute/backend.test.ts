import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { lossStep } from '../../src/cli/gpuCheck/lossProbe.js';
import { batchNormalise } from '../../src/compute/kernels/batchNorm.js';
import { builtInLosses } from '../../src/losses/builtInLosses.js';
import type { LossKind } from '../../src/losses/registry.js';
import { expectClose, unitRows } from '../helpers/tensors.js';

beforeAll(async () => {
  await selectBackend({ prefer: 'native' });
});
afterEach(() => tf.setBackend('tensorflow'));

/** The same computation with fresh tensors on TensorFlow and in plain JavaScript. */
async function onBoth(
  compute: () => ArrayLike<number> | Promise<ArrayLike<number>>,
): Promise<[native: ArrayLike<number>, plain: ArrayLike<number>]> {
  await tf.setBackend('tensorflow');
  const native = await compute();
  await tf.setBackend('cpu');
  return [native, await compute()];
}

test.each(Object.keys(builtInLosses) as LossKind[])(
  '%s has the same value and gradient on both backends',
  async (kind) => {
    const [native, plain] = await onBoth(async () => {
      const { step, dispose } = await lossStep(kind);
      const numbers = step().flatMap((result) => Array.from(result.dataSync()));
      dispose();
      return numbers;
    });
    expect(native.length).toBe(1 + 16 * 24);
    const largest = Math.max(...Array.from(native, Math.abs));
    expect(largest).toBeGreaterThan(0);
    expectClose(plain, native, 1e-3 * largest);
  },
);

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
