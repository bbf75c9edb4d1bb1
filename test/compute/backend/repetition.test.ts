import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { hostDecision, hostTensor } from '../../../src/compute/backend/hostValues.js';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { stepRunner, type StepRunner } from '../../../src/compute/backend/stepRunner.js';
import { unitRows } from '../../helpers/tensors.js';

beforeAll(async () => {
  await selectBackend({ prefer: 'native' });
});

let runner: StepRunner;
beforeEach(() => (runner = stepRunner()));
afterEach(() => runner.dispose());

/** A small training: a variable that moves by an input and by numbers from outside. */
function training() {
  const weights = tf.variable(tf.tensor1d([1, 2, 3]));
  const table = unitRows(1, 3, 1).as1D();
  const outside = { rate: 1, way: 'up' };
  const calls = { code: 0, rate: 0 };
  const step = (input: tf.Tensor1D): (() => tf.Scalar) => {
    return () => {
      calls.code++;
      return tf.tidy(() => {
        const rate = hostTensor<tf.Rank.R0>([], () => {
          calls.rate++;
          return Float32Array.of(outside.rate);
        });
        const isUp = hostDecision(() => outside.way === 'up');
        const move = tf.mul(tf.mul(tf.add(input, table), rate), 0.1);
        weights.assign(isUp ? tf.add(weights, move) : tf.sub(weights, move));
        return tf.sum(weights);
      });
    };
  };
  const run = (seed: number, columns = 3): number => {
    const input = tf.tidy(() => unitRows(1, columns, seed).as1D());
    const value = runner.repeat(step(input), [input]);
    input.dispose();
    const [sum] = value.dataSync();
    value.dispose();
    return sum;
  };
  /** The same in plain numbers. */
  const expected = (before: Float32Array, seed: number): number[] => {
    const [input, added] = [unitRows(1, 3, seed).dataSync(), table.dataSync()];
    const sign = outside.way === 'up' ? 1 : -1;
    return Array.from(before, (x, n) => x + sign * 0.1 * outside.rate * (input[n] + added[n]));
  };
  return { weights, table, outside, calls, run, expected };
}

test('a step is repeated without its code, on its inputs, its variables and what comes from outside', () => {
  const { weights, outside, calls, run, expected } = training();
  for (let n = 0; n < 8; n++) {
    outside.rate = 1 + n;
    const wanted = expected(weights.dataSync<'float32'>().slice(), n);
    const sum = run(n);
    weights.dataSync().forEach((x, k) => expect(x).toBeCloseTo(wanted[k], 5));
    expect(sum).toBeCloseTo(
      wanted.reduce((a, b) => a + b),
      4,
    );
  }
  expect(runner.counts).toEqual({ asFunction: 7, repeated: 6, byOperation: 1 });
  expect(calls).toEqual({ code: 2, rate: 8 });
});

test('an input that is the same twice at first counts when it is another later', () => {
  const values = [1, 1, 2, 3, 3].map((entry) => {
    const input = tf.tensor1d([entry, entry]);
    const step = (): tf.Scalar => tf.tidy(() => tf.sum<tf.Scalar>(tf.mul(input, 2)));
    return runner.repeat(step, [input]).dataSync()[0];
  });
  expect(values).toEqual([4, 4, 8, 12, 12]);
  expect(runner.counts.repeated).toBe(3);
});

test('what decides is asked every time, and each decision has its function', () => {
  const { weights, outside, calls, run, expected } = training();
  const ways = ['up', 'up', 'up', 'down', 'down', 'down', 'up', 'down'];
  ways.forEach((way, n) => {
    outside.way = way;
    const wanted = expected(weights.dataSync<'float32'>().slice(), n);
    run(n);
    weights.dataSync().forEach((x, k) => expect(x).toBeCloseTo(wanted[k], 5));
  });
  expect(calls.code).toBe(4);
  expect(runner.counts.repeated).toBe(4);
});

test('a variable that was set in between counts with its new value', () => {
  const { weights, run } = training();
  for (let n = 0; n < 4; n++) run(1);
  weights.assign(tf.tensor1d([100, 200, 300]));
  expect(run(1)).toBeGreaterThan(500);
  expect(weights.dataSync()[2]).toBeGreaterThan(200);
});

test('inputs of another shape, and tensors that are gone, run the code again', () => {
  const { table, calls, run } = training();
  for (let n = 0; n < 4; n++) run(n);
  expect(calls.code).toBe(2);
  run(1, 1);
  expect(calls.code).toBe(3);
  table.dispose();
  expect(() => run(1)).toThrow();
  expect(calls.code).toBe(4);
});

test('a step that leaves more than its value and its variables is not repeated, but runs as a function', () => {
  const left: tf.Tensor[] = [];
  const step = (): tf.Scalar =>
    tf.tidy(() => {
      left.push(tf.keep(tf.add(left.at(-1) ?? tf.scalar(0), 1)));
      return tf.add<tf.Scalar>(left.at(-1)!, 0.5);
    });
  const values = Array.from({ length: 6 }, () => runner.repeat(step, []).dataSync()[0]);
  expect(values).toEqual([1.5, 2.5, 3.5, 4.5, 5.5, 6.5]);
  expect(left.map((tensor) => tensor.dataSync()[0])).toEqual([1, 2, 3, 4, 5, 6]);
  expect(runner.counts.repeated).toBe(0);
});

test('repeated steps leave no tensor behind', () => {
  const { run } = training();
  for (let n = 0; n < 4; n++) run(n);
  const before = [tf.memory().numTensors, tf.memory().numDataBuffers];
  for (let n = 0; n < 10; n++) run(n);
  expect([tf.memory().numTensors, tf.memory().numDataBuffers]).toEqual(before);
});
