import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { cosineLists } from '../../src/rankers/cosineLists.js';
import { diffusionLists } from '../../src/rankers/diffusionLists.js';
import { embeddingMatrix } from '../../src/vectors/embeddingMatrix.js';
import { expectBest, expectIndifferent, groupedVectors, slowDiffusion } from './slowTwins.js';

beforeAll(() => selectBackend());

test.each([
  { neighbours: 10, gamma: 3, alpha: 0.95, within: 60, length: 30 },
  { neighbours: 5, gamma: 1, alpha: 0.99, within: 1000, length: 120 },
  { neighbours: 20, gamma: 2, alpha: 0.5, within: 2, length: 10 },
  { neighbours: 3, gamma: 4, alpha: 0, within: 20, length: 9 },
])('equals tables and elimination at %j', async ({ gamma, length, ...options }) => {
  const vectors = groupedVectors(120, 8);
  const before = tf.memory().numTensors;
  const lists = await diffusionLists(vectors, { ...options, sharpness: gamma, length });
  expectBest(lists, slowDiffusion(vectors, { ...options, gamma }), 2e-5);
  expect(tf.memory().numTensors).toBe(before);
});

test('two pairs, by hand', async () => {
  const vectors = embeddingMatrix(Float32Array.of(1, 0, 0.96, 0.28, 0, 1, 0.28, 0.96), 4, 2);
  const { indices, scores } = await diffusionLists(vectors, { neighbours: 1, alpha: 0.9, length: 4 });
  expect(Array.from(indices)).toEqual([0, 1, 3, 2, 1, 0, 3, 2, 2, 3, 1, 0, 3, 2, 1, 0]);
  // f = (1, alpha) / (1 - alpha^2): S has a 1 for each pair.
  [1, 0.9, 0.28 - 1, -1].forEach((score, k) => expect(scores![k]).toBeCloseTo(score, 6));
});

test('alpha = 0 leaves the order of the cosines', async () => {
  const vectors = groupedVectors(60, 8);
  const { indices } = await diffusionLists(vectors, { neighbours: 5, alpha: 0, length: 9 });
  expect(indices).toEqual((await cosineLists(vectors, 9)).indices);
});

test('does not depend on the order of the pictures', () =>
  expectIndifferent(
    (vectors) => diffusionLists(vectors, { neighbours: 6, length: 9 }),
    groupedVectors(70, 6),
  ));

test('pictures that are nearest to nobody come by cosine', async () => {
  const vectors = embeddingMatrix(Float32Array.of(1, 0, 0.8, 0.6, 0.6, 0.8), 3, 2);
  const { indices, scores } = await diffusionLists(vectors, { neighbours: 1, length: 3 });
  expect(Array.from(indices.slice(0, 3))).toEqual([0, 1, 2]);
  [1, 0.8 - 1, 0.6 - 1].forEach((score, k) => expect(scores![k]).toBeCloseTo(score, 6));
});

test.each([
  [{ neighbours: 20, length: 5 }, /neighbours/],
  [{ neighbours: 5, alpha: 1, length: 5 }, /below 1/],
  [{ neighbours: 5, alpha: NaN, length: 5 }, /alpha/],
  [{ neighbours: 5, sharpness: 0.5, length: 5 }, /sharpness/],
  [{ neighbours: 5, within: 1, length: 5 }, /within/],
  [{ neighbours: 5, length: 21 }, /length/],
])('refuses %j for 20 pictures', async (options, message) => {
  await expect(diffusionLists(groupedVectors(20, 4), options)).rejects.toThrow(message);
});
