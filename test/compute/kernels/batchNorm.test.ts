import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { batchNormalise, fusedBatchNorm, plainBatchNorm } from '../../../src/compute/kernels/batchNorm.js';
import { expectClose } from '../../helpers/tensors.js';

beforeAll(async () => {
  await selectBackend({ prefer: 'native' });
});

const input = () => tf.randomNormal<tf.Rank.R4>([4, 5, 5, 3], 0.4, 2, 'float32', 1);
const scale = () => tf.tensor1d([0.5, 1.5, -2]);
const offset = () => tf.tensor1d([0.1, -0.3, 1]);
const averages = () => ({ mean: tf.tensor1d([1, 2, 3]), variance: tf.tensor1d([4, 5, 6]) });

describe('batch normalisation', () => {
  test('the fused form equals the plain one in value, moved averages and all gradients', () => {
    const dy = tf.randomNormal<tf.Rank.R4>([4, 5, 5, 3], 0, 1, 'float32', 2);
    const [fused, plain] = [fusedBatchNorm, plainBatchNorm].map((form) => {
      const { output, mean, variance } = form(input(), scale(), offset(), averages(), 1e-3, 0.9);
      const gradients = tf.grads(
        (x, a, b) => form(x as tf.Tensor4D, a as tf.Tensor1D, b as tf.Tensor1D, averages(), 1e-3, 0.9).output,
      );
      return [output, mean, variance, ...gradients([input(), scale(), offset()], dy)].map((t) =>
        t.dataSync(),
      );
    });
    fused.forEach((values, n) => expectClose(values, plain[n], 2e-4));
  });

  test('the gradient equals finite differences', () => {
    const x = tf.randomNormal<tf.Rank.R4>([2, 2, 2, 1], 0, 1, 'float32', 3);
    const one = tf.tensor1d([1.3]);
    const weights = tf.randomNormal([2, 2, 2, 1], 0, 1, 'float32', 4);
    const value = (t: tf.Tensor): tf.Scalar =>
      tf.sum(
        tf.mul(
          fusedBatchNorm(t as tf.Tensor4D, one, one, { mean: one, variance: one }, 1e-3, 0.9).output,
          weights,
        ),
      );
    const gradient = tf.grad(value)(x).dataSync();
    const numbers = Array.from(x.dataSync());
    const step = 1e-2;
    const slow = numbers.map((_, n) => {
      const at = (by: number): number =>
        value(
          tf.tensor(
            numbers.map((v, m) => (m === n ? v + by : v)),
            x.shape,
          ),
        ).dataSync()[0];
      return (at(step) - at(-step)) / (2 * step);
    });
    expectClose(gradient, slow, 5e-3);
  });

  test('training moves the running averages and inference uses them', () => {
    const movingMean = tf.variable(tf.zeros<tf.Rank.R1>([3]), false);
    const movingVariance = tf.variable(tf.ones<tf.Rank.R1>([3]), false);
    const options = {
      input: input(),
      scale: scale(),
      offset: offset(),
      movingMean,
      movingVariance,
      momentum: 0,
    };
    const trained = batchNormalise({ ...options, training: true });
    const { mean, variance } = tf.moments(options.input, [0, 1, 2]);
    expectClose(movingMean.dataSync(), mean.dataSync(), 1e-5);
    expectClose(movingVariance.dataSync(), tf.mul(variance, 100 / 99).dataSync(), 1e-4);
    const inferred = batchNormalise({ ...options, training: false });
    expectClose(inferred.dataSync(), trained.dataSync(), 0.05);
  });

  test('twenty training steps leave no tensor behind', () => {
    const movingMean = tf.variable(tf.zeros<tf.Rank.R1>([3]), false);
    const movingVariance = tf.variable(tf.ones<tf.Rank.R1>([3]), false);
    const a = tf.variable(scale());
    const b = tf.variable(offset());
    const x = input();
    const optimizer = tf.train.sgd(0.01);
    const step = (): void => {
      const normalised = (): tf.Tensor4D =>
        batchNormalise({ input: x, scale: a, offset: b, movingMean, movingVariance, training: true });
      optimizer.minimize(() => tf.mean(tf.square(normalised())), false, [a, b]);
    };
    step();
    const before = tf.memory().numTensors;
    for (let n = 0; n < 20; n++) step();
    expect(tf.memory().numTensors).toBe(before);
  });
});
