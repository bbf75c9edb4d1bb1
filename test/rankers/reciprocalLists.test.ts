import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { cosineLists } from '../../src/rankers/cosineLists.js';
import { reciprocalLists } from '../../src/rankers/reciprocalLists.js';
import { embeddingMatrix } from '../../src/vectors/embeddingMatrix.js';
import { expectBest, expectIndifferent, groupedVectors, slowReciprocal } from './slowTwins.js';

beforeAll(() => selectBackend());

test.each([
  [20, 6, 0.3, 30],
  [8, 3, 0.3, 280],
  [7, 1, 0, 40],
  [3, 2, 1, 5],
  [1, 1, 0.5, 10],
])('equals tables of all pairs at k1 = %s, k2 = %s, lambda = %s', async (k1, k2, lambda, length) => {
  const vectors = groupedVectors(280, 8);
  const before = tf.memory().numTensors;
  const lists = await reciprocalLists(vectors, { k1, k2, lambda, length });
  expectBest(lists, slowReciprocal(vectors, k1, k2, lambda));
  expect(tf.memory().numTensors).toBe(before);
});

test('of two pairs each has the other first, by hand', async () => {
  const vectors = embeddingMatrix(Float32Array.of(1, 0, 0.96, 0.28, 0, 1, 0.28, 0.96), 4, 2);
  const { indices, scores } = await reciprocalLists(vectors, { k1: 1, k2: 1, lambda: 0.3, length: 4 });
  expect(Array.from(indices)).toEqual([0, 1, 3, 2, 1, 0, 3, 2, 2, 3, 1, 0, 3, 2, 1, 0]);
  // The sets are {0, 1}; d_01 = .04 / 1, d_10 = .04 / .72 with the weights 1 and exp(-d), brought to sum 1.
  const [a, b] = [Math.exp(-0.04), Math.exp(-0.04 / 0.72)];
  const shared = Math.min(1 / (1 + a), b / (1 + b)) + Math.min(a / (1 + a), 1 / (1 + b));
  expect(scores![1]).toBeCloseTo(1 - (0.7 * (1 - shared / (2 - shared)) + 0.3 * 0.04), 5);
  // What shares nothing has a Jaccard distance of 1.
  expect(scores![2]).toBeCloseTo(1 - (0.7 + 0.3 * 0.72), 5);
  expect(scores![3]).toBeCloseTo(0, 5);
});

test('lambda = 1 leaves the order of the cosines', async () => {
  const vectors = groupedVectors(80, 8);
  const { indices } = await reciprocalLists(vectors, { k1: 5, k2: 2, lambda: 1, length: 12 });
  expect(indices).toEqual((await cosineLists(vectors, 12)).indices);
});

test('does not depend on the order of the pictures', () =>
  expectIndifferent(
    (vectors) => reciprocalLists(vectors, { k1: 6, k2: 3, length: 9 }),
    groupedVectors(90, 6),
  ));

test('of equal scores the nearer comes first, then the lower row', async () => {
  const vectors = embeddingMatrix(
    Float32Array.of(1, 0, 1, 0, 0.8, 0.6, 0, 1, 0, 1, -1, 0, -1, 0, 0.8, 0.6),
    8,
    2,
  );
  const { indices } = await reciprocalLists(vectors, { k1: 1, k2: 1, lambda: 0, length: 8 });
  expect(Array.from(indices.slice(0, 8))).toEqual([0, 1, 2, 7, 3, 4, 5, 6]);
});

test('pictures that are all the same are in the order of their rows', async () => {
  const vectors = embeddingMatrix(Float32Array.of(1, 0, 1, 0, 1, 0), 3, 2);
  const { indices, scores } = await reciprocalLists(vectors, { k1: 2, k2: 1, length: 3 });
  expect(Array.from(indices)).toEqual([0, 1, 2, 1, 0, 2, 2, 0, 1]);
  expect(Array.from(scores!).every(Number.isFinite)).toBe(true);
});

test.each([
  [{ k1: 20, length: 5 }, /k1/],
  [{ k1: 0, length: 5 }, /k1/],
  [{ k1: 2, k2: 21, length: 5 }, /k2/],
  [{ k1: 2, lambda: 1.1, length: 5 }, /lambda/],
  [{ k1: 2, lambda: NaN, length: 5 }, /lambda/],
  [{ k1: 2, length: 21 }, /length/],
])('refuses %j for 20 pictures', async (options, message) => {
  await expect(reciprocalLists(groupedVectors(20, 4), options)).rejects.toThrow(message);
});
