import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { cosineLists } from '../../src/rankers/cosineLists.js';
import { expandedVectors, queryExpansionLists } from '../../src/rankers/expandedVectors.js';
import { embeddingMatrix } from '../../src/vectors/embeddingMatrix.js';
import { expectBest, expectIndifferent, groupedVectors, slowExpansion } from './slowTwins.js';

beforeAll(() => selectBackend());

test.each([
  [10, 3, false, 30],
  [4, 0, true, 280],
  [1, 1.5, true, 5],
])(
  'equals tables at %s neighbours, alpha = %s, database: %s',
  async (neighbours, alpha, database, length) => {
    const vectors = groupedVectors(280, 8);
    const before = tf.memory().numTensors;
    const lists = await queryExpansionLists(vectors, { neighbours, alpha, database, length });
    expectBest(lists, slowExpansion(vectors, neighbours, alpha, database));
    expect(tf.memory().numTensors).toBe(before);
  },
);

test('a vector moves towards its nearest, by hand', async () => {
  const vectors = embeddingMatrix(Float32Array.of(1, 0, 0.6, 0.8, -1, 0), 3, 2);
  const { data } = await expandedVectors(vectors, { neighbours: 1, alpha: 2 });
  // (1, 0) + .36 (.6, .8) and (.6, .8) + .36 (1, 0); the last has -.6 to its nearest, which weighs nothing.
  const [a, b] = [Math.hypot(1.216, 0.288), Math.hypot(0.96, 0.8)];
  [1.216 / a, 0.288 / a, 0.96 / b, 0.8 / b, -1, 0].forEach((value, i) =>
    expect(data[i]).toBeCloseTo(value, 6),
  );
  expect(Array.from(vectors.data)).toEqual(Array.from(Float32Array.of(1, 0, 0.6, 0.8, -1, 0)));
});

test('a high alpha leaves the lists of the cosines', async () => {
  const vectors = groupedVectors(60, 8);
  const { indices } = await queryExpansionLists(vectors, { neighbours: 3, alpha: 1000, length: 8 });
  expect(indices).toEqual((await cosineLists(vectors, 8)).indices);
});

test('does not depend on the order of the pictures', () =>
  expectIndifferent(
    (vectors) => queryExpansionLists(vectors, { neighbours: 4, length: 9 }),
    groupedVectors(70, 6),
  ));

test.each([
  [{ neighbours: 20, length: 5 }, /neighbours/],
  [{ neighbours: 0, length: 5 }, /neighbours/],
  [{ alpha: -1, length: 5 }, /alpha/],
  [{ alpha: NaN, length: 5 }, /alpha/],
  [{ length: 21 }, /length/],
])('refuses %j for 20 pictures', async (options, message) => {
  await expect(queryExpansionLists(groupedVectors(20, 4), options)).rejects.toThrow(message);
});
