import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { aroundOperations } from '../../src/compute/backend/intercept.js';
import { nativeBackend } from '../../src/compute/backend/nativeBackend.js';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import type { TrainingConfig } from '../../src/training/config.js';
import {
  adamW,
  createOptimizer,
  nesterov,
  type Optimizer,
  type OptimizerMemory,
} from '../../src/training/optimizers.js';
import { expectClose, list } from '../helpers/tensors.js';

beforeAll(() => selectBackend());

const start = list(6, 1);
const gradients = [2, 3, 4, 5].map((seed) => list(6, seed, { low: -1 }));

/** Applies the gradients to a matrix and to a vector that start with the same numbers. */
function moved(build: (variables: tf.Variable[]) => Optimizer): {
  matrix: Float32Array;
  vector: Float32Array;
} {
  const matrix = tf.variable(tf.tensor2d(start, [2, 3]));
  const vector = tf.variable(tf.tensor1d(start));
  const optimizer = build([matrix, vector]);
  for (const gradient of gradients) {
    optimizer.begin(0.1);
    optimizer.step([tf.tensor2d(gradient, [2, 3]), tf.tensor1d(gradient)]);
  }
  optimizer.dispose();
  return { matrix: matrix.dataSync<'float32'>(), vector: vector.dataSync<'float32'>() };
}

/** Loshchilov and Hutter's algorithm 2 for one number. */
function slowAdamW(x: number, slopes: number[], decay: number): number {
  let [m, v] = [0, 0];
  slopes.forEach((g, n) => {
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    const [mean, square] = [m / (1 - 0.9 ** (n + 1)), v / (1 - 0.999 ** (n + 1))];
    x = x - 0.1 * (mean / (Math.sqrt(square) + 1e-8) + decay * x);
  });
  return x;
}

function slowNesterov(x: number, slopes: number[], decay: number): number {
  let velocity = 0;
  for (const slope of slopes) {
    const g = slope + decay * x;
    velocity = 0.9 * velocity + g;
    x -= 0.1 * (g + 0.9 * velocity);
  }
  return x;
}

describe('optimizers equal their slow twins, and vectors do not decay', () => {
  const slopesOf = (n: number): number[] => gradients.map((gradient) => gradient[n]);
  test.each([
    ['AdamW', (v: tf.Variable[]) => adamW(v, 0.3), slowAdamW],
    ['Nesterov', (v: tf.Variable[]) => nesterov(v, 0.9, 0.3), slowNesterov],
  ])('%s', (_, build, slow) => {
    const { matrix, vector } = moved(build);
    expectClose(
      matrix,
      start.map((x, n) => slow(x, slopesOf(n), 0.3)),
      1e-5,
    );
    expectClose(
      vector,
      start.map((x, n) => slow(x, slopesOf(n), 0)),
      1e-5,
    );
  });

  test.each<[string, (v: tf.Variable[]) => Optimizer, typeof slowAdamW]>([
    ['AdamW', (v) => adamW(v, 0.3), slowAdamW],
    ['Nesterov', (v) => nesterov(v, 0.9, 0.3), slowNesterov],
  ])('%s leaves a variable without a gradient exactly as it is, and moves the others', (_, build, slow) => {
    const [resting, moving] = [0, 1].map(() => tf.variable(tf.tensor2d(start, [2, 3])));
    const optimizer = build([resting, moving]);
    for (const gradient of gradients) {
      optimizer.begin(0.1);
      optimizer.step([undefined, tf.tensor2d(gradient, [2, 3])]);
    }
    optimizer.dispose();
    expect(resting.dataSync()).toEqual(Float32Array.from(start));
    expectClose(
      moving.dataSync(),
      start.map((x, n) => slow(x, slopesOf(n), 0.3)),
      1e-5,
    );
  });

  test('a rest in between leaves neither a step nor a change of velocity', () => {
    const [resting, steady] = [0, 1].map(() => tf.variable(tf.tensor2d(start, [2, 3])));
    const [one, other] = [nesterov([resting], 0.9, 0.3), nesterov([steady], 0.9, 0.3)];
    for (const optimizer of [one, other]) optimizer.begin(0.1);
    gradients.forEach((gradient, n) => {
      if (n === 2) one.step([undefined]);
      for (const optimizer of [one, other]) optimizer.step([tf.tensor2d(gradient, [2, 3])]);
    });
    expect(resting.dataSync()).toEqual(steady.dataSync());
  });

  test('they free their memory', () => {
    const variable = tf.variable(tf.ones([2, 2]));
    const before = tf.memory().numTensors;
    for (const build of [() => adamW([variable], 0), () => nesterov([variable], 0.9, 0)]) {
      const optimizer = build();
      optimizer.begin(0.1);
      tf.tidy(() => optimizer.step([tf.ones([2, 2])]));
      optimizer.dispose();
    }
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('on a device that is handed its work', () => {
  /** Variables of both sorts and sizes, the middle ones too long to be moved with others on a processor. */
  const shapes = [[3, 4], [5], [130, 130], [20_000], [2, 6], [7]];
  const steps = 4;

  /** Trains as such a device would, or as a processor does; the weights, and how many operations a step took. */
  function trained(kind: 'adamW' | 'sgd', isHanded: boolean, from?: OptimizerMemory) {
    const backend = nativeBackend() as { isUsingGpuDevice: boolean };
    const before = backend.isUsingGpuDevice;
    backend.isUsingGpuDevice = isHanded;
    const variables = shapes.map((shape, n) => tf.variable(tf.randomNormal(shape, 0, 1, 'float32', n + 1)));
    const config = { adamW: { kind, weightDecay: 0.3 }, sgd: { kind, momentum: 0.9, weightDecay: 0.3 } }[
      kind
    ];
    const optimizer = createOptimizer(config as TrainingConfig['optimizer'], variables, true);
    backend.isUsingGpuDevice = before;
    if (from) optimizer.recall(from);
    let operations = 0;
    const end = aroundOperations((run, name, ...call) => {
      if (!/^(Reshape|Identity|Cast)$/.test(name)) operations++;
      return run(name, ...call);
    });
    for (let step = 0; step < steps; step++) {
      optimizer.begin(0.1);
      const given = shapes.map((shape, n) => tf.randomNormal(shape, 0, 1, 'float32', 10 * step + n + 1));
      operations = 0;
      tf.tidy(() => optimizer.step(given));
    }
    end();
    const memory = optimizer.memory();
    optimizer.dispose();
    return { weights: variables.map((v) => [...v.dataSync()]), memory, operations };
  }

  test.each(['adamW', 'sgd'] as const)(
    '%s moves all variables in two goes, as a processor moves them to the last bit, and goes on there',
    (kind) => {
      const [handed, processor] = [trained(kind, true), trained(kind, false)];
      expect(handed.weights).toEqual(processor.weights);
      const numbers = ({ tensors }: OptimizerMemory) => tensors.map((t) => [t.shape, ...t.dataSync()]);
      expect(numbers(handed.memory)).toEqual(numbers(processor.memory));
      const [there, here] = [trained(kind, false, handed.memory), trained(kind, true, processor.memory)];
      expect(there.weights).toEqual(here.weights);
      expect(handed.operations).toBe({ adamW: 13, sgd: 20 }[kind]);
      expect(handed.operations).toBeLessThan(processor.operations);
    },
  );
});
