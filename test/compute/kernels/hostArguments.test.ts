import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { nativeBackend } from '../../../src/compute/backend/nativeBackend.js';

beforeAll(() => selectBackend({ prefer: 'native' }));

/** Names of the operations that TensorFlow is asked for. */
function operationsOf(work: () => tf.Tensor): string[] {
  const native = nativeBackend();
  const names: string[] = [];
  const execute = native.executeSingleOutput.bind(native);
  native.executeSingleOutput = (name, ...rest) => {
    names.push(name);
    return execute(name, ...rest);
  };
  work();
  native.executeSingleOutput = execute;
  return names;
}

test.each([
  ['float32', [0.5, -1, 2, 3]],
  ['int32', [1, 2, 3, 4]],
  ['bool', [1, 0, 1, 1]],
] as const)(
  'zeros around %s are what the plain backend puts there, without a number from the host',
  (dtype, values) => {
    const x = tf.tensor2d([...values], [2, 2], dtype);
    const sides: [number, number][] = [
      [1, 0],
      [2, 1],
    ];
    const padded = tf.pad(x, sides);
    expect(padded.dtype).toBe(dtype);
    expect(padded.arraySync()).toEqual([
      [0, 0, 0, 0, 0],
      [0, 0, values[0], values[1], 0],
      [0, 0, values[2], values[3], 0],
    ]);
    expect(operationsOf(() => tf.pad(x, sides))).toEqual(['Pad']);
  },
);

test('other numbers around are put there still', () => {
  expect(tf.pad1d(tf.tensor1d([1]), [1, 2], 7).arraySync()).toEqual([7, 1, 7, 7]);
});

test.each([
  [0, 5, 1],
  [1, 4.5, 1],
  [-2, 3, 0.5],
  [3, 3, 1],
  [4, 0, 1],
  [4, 0, -2],
] as const)('floats from %d to %d by %d are those of the plain backend', (start, stop, step) => {
  const expected: number[] = [];
  const by = stop < start && step === 1 ? -1 : step;
  for (let value = start as number; by > 0 ? value < stop : value > stop; value += by) expected.push(value);
  const range = tf.range(start, stop, step);
  expect([range.dtype, range.arraySync()]).toEqual(['float32', expected]);
});

test('rising floats ask TensorFlow for nothing', () => {
  expect(operationsOf(() => tf.range(0, 5))).toEqual([]);
  expect(operationsOf(() => tf.range(0, 5, 1, 'int32'))).toEqual(['Range']);
});
