import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { joinedGradients, regrouped, withAlone } from '../../../src/compute/kernels/flatGroups.js';

beforeAll(() => selectBackend({ prefer: 'native' }));

const shapes = [[2, 3], [4], [1, 2], [3]];
const variables = (): tf.Variable[] =>
  shapes.map((shape, n) =>
    tf.variable(tf.add(tf.range(0, tf.util.sizeFromShape(shape)), 10 * n).reshape(shape)),
  );

test('what is in no group is alone before the groups', () => {
  expect(withAlone(4, [[0, 2]])).toEqual([[1], [3], [0, 2]]);
  expect(withAlone(2, [])).toEqual([[0], [1]]);
});

test('numbers by some groups are found again by others, shapes and order', () => {
  const all = variables();
  const alone = withAlone(4, []);
  const [small, whole] = [
    withAlone(4, [[0, 2]]),
    [
      [0, 2],
      [1, 3],
    ],
  ];
  const flat = regrouped(all, alone, whole, all);
  expect(flat.map((tensor) => [...tensor.dataSync()])).toEqual([
    [0, 1, 2, 3, 4, 5, 20, 21],
    [10, 11, 12, 13, 30, 31, 32],
  ]);
  const stored = regrouped(flat, whole, small, all);
  expect(stored.map(({ shape }) => shape)).toEqual([[4], [3], [8]]);
  const back = regrouped(stored, small, alone, all);
  expect(back.map(({ shape }) => shape)).toEqual(shapes);
  expect(back.map((tensor) => [...tensor.dataSync()])).toEqual(all.map((tensor) => [...tensor.dataSync()]));
});

test('a group has gradients of all of its members or of none', () => {
  const all = variables();
  expect(joinedGradients([undefined, undefined, undefined, undefined], all, [0, 2])).toBeUndefined();
  expect(() => joinedGradients([all[0], undefined, undefined, undefined], all, [0, 2])).toThrow(all[2].name);
});
