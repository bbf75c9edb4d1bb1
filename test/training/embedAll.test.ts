import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import type { QueryModel } from '../../src/models/queryModel.js';
import { embedAll, embedMatrix } from '../../src/training/embedAll.js';

beforeAll(() => selectBackend());

/** Turns each row of three features into its first two. */
const model = {
  input: { kind: 'features', dimension: 3, flops: 0 },
  dimension: 2,
  embed: (input: tf.Tensor2D) => tf.slice2d(input, [0, 0], [-1, 2]),
} as unknown as QueryModel;
const features = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9);

test('embeds a few rows at a time, from memory or as they are asked for', async () => {
  const expected = Float32Array.of(1, 2, 4, 5, 7, 8);
  expect(await embedAll(model, features, 3, 2)).toEqual(expected);
  const read = (first: number, count: number) =>
    Promise.resolve(features.subarray(first * 3, (first + count) * 3));
  expect(await embedAll(model, read, 3, 2)).toEqual(expected);
});

test('gives the same as a matrix', async () => {
  expect(await embedMatrix(model, features, 3)).toMatchObject({ rows: 3, columns: 2 });
  expect(await embedMatrix(model, new Float32Array(0), 0)).toMatchObject({ rows: 0, columns: 2 });
});
