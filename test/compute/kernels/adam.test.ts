import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test, vi } from 'vitest';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { nativeBackend } from '../../../src/compute/backend/nativeBackend.js';
import { plainAdamUpdater, rawAdamUpdater } from '../../../src/compute/kernels/adam.js';
import { expectClose, list } from '../../helpers/tensors.js';

beforeAll(async () => {
  await selectBackend({ prefer: 'native' });
});

const start = list(6, 1);
const variables = (): tf.Variable[] => [
  tf.variable(tf.tensor2d(start, [2, 3])),
  tf.variable(tf.tensor1d(start)),
];

test('the raw form equals the plain one, step for step', () => {
  const [raw, plain] = [rawAdamUpdater, plainAdamUpdater].map((form) => {
    const moved = variables();
    const updater = form(moved);
    const values: number[] = [];
    for (let count = 1; count <= 5; count++) {
      const gradients = moved.map((v, n) => tf.tensor(list(6, 10 * count + n, { low: -1 }), v.shape));
      updater.step(gradients, {
        learningRate: 0.1,
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-3,
        count,
        kept: [0.97, 1],
      });
      values.push(...moved.flatMap((v) => [...v.dataSync()]));
    }
    updater.dispose();
    return values;
  });
  expectClose(raw, plain, 5e-6);
});

test.each([
  ['plain', plainAdamUpdater],
  ['raw', rawAdamUpdater],
])('in the %s form a variable without a gradient stays exactly as it is, decay or not', (_, form) => {
  const moved = variables();
  const updater = form(moved);
  const numbers = { learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
  for (let count = 1; count <= 3; count++) {
    updater.step([undefined, tf.ones([6])], { ...numbers, count, kept: [0.97, 1] });
  }
  expect(moved[0].dataSync()).toEqual(Float32Array.from(start));
  expectClose(
    moved[1].dataSync(),
    start.map((x) => x - 0.3),
    1e-5,
  );
  const rested = Float32Array.from(moved[1].dataSync());
  updater.step([tf.ones([2, 3]), undefined], { ...numbers, count: 4, kept: [0.97, 1] });
  expect(moved[0].dataSync()[0]).toBeLessThan(start[0]);
  expect(moved[1].dataSync()).toEqual(rested);
  updater.dispose();
});

test('both forms go on alike after a variable had no gradient for a while', () => {
  const [raw, plain] = [rawAdamUpdater, plainAdamUpdater].map((form) => {
    const moved = variables();
    const updater = form(moved);
    for (let count = 1; count <= 8; count++) {
      const gradients = moved.map((v, n) =>
        (count + n) % 3 === 0 ? undefined : tf.tensor(list(6, 10 * count + n, { low: -1 }), v.shape),
      );
      const numbers = { learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-3, count };
      updater.step(gradients, { ...numbers, kept: [0.97, 1] });
    }
    updater.dispose();
    return moved.flatMap((v) => [...v.dataSync()]);
  });
  expectClose(raw, plain, 5e-6);
});

test('a weight that is set between two steps is the one that moves', () => {
  const [variable] = variables();
  const updater = rawAdamUpdater([variable]);
  const numbers = { learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, kept: [1] };
  updater.step([tf.zeros([2, 3])], { ...numbers, count: 1 });
  variable.assign(tf.fill([2, 3], 7));
  updater.step([tf.zeros([2, 3])], { ...numbers, count: 2 });
  expectClose(variable.dataSync(), Array(6).fill(7), 0);
});

test('a copy of a weight taken before a step keeps its value', () => {
  const [variable] = variables();
  const updater = rawAdamUpdater([variable]);
  const before = variable.clone();
  const numbers = { learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, kept: [1] };
  updater.step([tf.ones([2, 3])], { ...numbers, count: 1 });
  const between = variable.clone();
  updater.step([tf.ones([2, 3])], { ...numbers, count: 2 });
  expectClose(before.dataSync(), start, 1e-7);
  expectClose(
    between.dataSync(),
    start.map((x) => x - 0.1),
    1e-5,
  );
  expect(variable.dataSync()[0]).toBeLessThan(between.dataSync()[0]);
});

test('the memory is freed', () => {
  const moved = variables();
  const before = tf.memory().numTensors;
  for (const form of [rawAdamUpdater, plainAdamUpdater]) form(moved).dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('variables that are moved together move as they do alone, to the last bit', () => {
  const [together, alone] = [
    [
      [0, 2],
      [1, 3],
    ],
    [],
  ].map((groups) => {
    const moved = [...variables(), ...variables()];
    const updater = rawAdamUpdater(moved, { moved: groups });
    for (let count = 1; count <= 4; count++) {
      const gradients = moved.map((v, n) => tf.tensor(list(6, 10 * count + n, { low: -1 }), v.shape));
      const numbers = { learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
      updater.step(gradients, { ...numbers, count, kept: [0.97, undefined, 0.97, undefined] });
    }
    updater.dispose();
    return moved.map((v) => ({ shape: v.shape, values: [...v.dataSync()] }));
  });
  expect(together).toEqual(alone);
});

test('a group in which a variable has no gradient is refused by name', () => {
  const moved = [tf.variable(tf.zeros([3]), true, 'unused'), tf.variable(tf.zeros([3]))];
  const updater = rawAdamUpdater(moved, { moved: [[0, 1]] });
  const numbers = { learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, count: 1, kept: [] };
  expect(() => updater.step([undefined, tf.ones([3])], numbers)).toThrow(/unused/);
  updater.dispose();
});

test('every updater has variables of its own, made by the operations of the first', () => {
  const calls = vi.spyOn(nativeBackend(), 'executeMultipleOutputs');
  const updaters = [0, 1].map(() => rawAdamUpdater(variables()));
  const made = calls.mock.calls
    .filter(([name]) => name === 'VarHandleOp')
    .map(([, attributes]) => attributes);
  calls.mockRestore();
  expect(made).toHaveLength(12);
  // TensorFlow keeps an operation for every name that it has ever seen.
  expect(made.slice(6)).toEqual(made.slice(0, 6));
  const [first, second] = updaters.map((updater) => updater.memory());
  tf.tidy(() => updaters[0].recall(first.map((memory) => tf.add(memory, 1))));
  expect(updaters[0].memory()[0].dataSync()).toEqual(new Float32Array(6).fill(1));
  expect(updaters[1].memory()[0].dataSync()).toEqual(second[0].dataSync());
  for (const updater of updaters) updater.dispose();
});
