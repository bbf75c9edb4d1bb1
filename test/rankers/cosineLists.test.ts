import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { cosineLists } from '../../src/rankers/cosineLists.js';
import { embeddingMatrix } from '../../src/vectors/embeddingMatrix.js';
import { expectBest, expectIndifferent, groupedVectors, slowSimilarities } from './slowTwins.js';

beforeAll(() => selectBackend());

test('equals sorting all cosines, and leaves no tensor behind', async () => {
  const vectors = groupedVectors(300, 8);
  const before = tf.memory().numTensors;
  expectBest(await cosineLists(vectors, 20), slowSimilarities(vectors));
  expect(tf.memory().numTensors).toBe(before);
});

test('does not depend on the order of the pictures', () =>
  expectIndifferent((vectors) => cosineLists(vectors, 9), groupedVectors(60, 6)));

test('puts a picture before its copies, and of these the lower row first', async () => {
  const vectors = embeddingMatrix(Float32Array.of(0.6, 0.8, 0.6, 0.8, 0.6, 0.8, 1, 0), 4, 2);
  const all = await cosineLists(vectors, 4);
  expect(Array.from(all.indices)).toEqual([0, 1, 2, 3, 1, 0, 2, 3, 2, 0, 1, 3, 3, 0, 1, 2]);
  expect(Array.from((await cosineLists(vectors, 1)).indices)).toEqual([0, 1, 2, 3]);
  expect(Math.max(...all.scores!)).toBe(1);
});

test.each([
  ['a zero vector', [0, 0], /no direction/],
  ['NaN', [NaN, 1], /no direction/],
  ['another length', [2, 0], /unit length/],
])('refuses %s', async (_, row, message) => {
  const vectors = embeddingMatrix(Float32Array.of(1, 0, ...row), 2, 2);
  await expect(cosineLists(vectors, 1)).rejects.toThrow(message);
});

test.each([0, 3, 1.5, NaN])('refuses %s places of two pictures', async (length) => {
  const vectors = embeddingMatrix(Float32Array.of(1, 0, 0, 1), 2, 2);
  await expect(cosineLists(vectors, length)).rejects.toThrow(/from 1 to 2/);
});
