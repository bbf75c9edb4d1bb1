import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { rememberedAdam } from '../../../src/compute/kernels/rememberedAdam.js';

const start = (): tf.Variable[] => [tf.variable(tf.tensor1d([1, -2, 3])), tf.variable(tf.scalar(0.5))];
const error = ([a, b]: tf.Variable[]) => tf.addN<tf.Scalar>([tf.sum(tf.square(a)), tf.sum(tf.square(b))]);
const values = (tensors: tf.Tensor[]) => tensors.map((tensor) => [...tensor.dataSync()]);

function moved(variables: tf.Variable[], optimizer: tf.AdamOptimizer, steps: number): number[][] {
  for (let step = 0; step < steps; step++) {
    optimizer.minimize(() => error(variables), false, variables);
  }
  return values(variables);
}

test("moves as TensorFlow.js's own, and goes on with its memory to the last bit", () => {
  const plain = start();
  const before = tf.memory().numTensors;
  const expected = moved(plain, tf.train.adam(0.1), 7);
  const first = start();
  const { optimizer, memory } = rememberedAdam(0.1, first);
  const middle = moved(first, optimizer, 4);
  const remembered = values(memory);

  const second = start();
  const later = rememberedAdam(0.1, second);
  second.forEach((variable, n) => tf.tidy(() => variable.assign(tf.tensor(middle[n], variable.shape))));
  const afresh = moved(second, later.optimizer, 3);
  expect(afresh).not.toEqual(expected);
  second.forEach((variable, n) => tf.tidy(() => variable.assign(tf.tensor(middle[n], variable.shape))));
  later.memory.forEach((variable, n) =>
    tf.tidy(() => variable.assign(tf.tensor(remembered[n], variable.shape))),
  );
  expect(moved(second, later.optimizer, 3)).toEqual(expected);
  expect(moved(first, optimizer, 3)).toEqual(expected);

  const held = tf.memory().numTensors;
  later.optimizer.dispose();
  expect(tf.memory().numTensors).toBe(held - later.memory.length);
  expect(held).toBeGreaterThan(before);
});
