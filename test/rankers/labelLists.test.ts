import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { cosineLists } from '../../src/rankers/cosineLists.js';
import { labelLists } from '../../src/rankers/labelLists.js';
import { groupedVectors, slowOrder, slowSimilarities } from './slowTwins.js';

beforeAll(() => selectBackend());

test.each([5, 40, 150])('equals sorting all pictures by label, then cosine, at %s places', async (length) => {
  const vectors = groupedVectors(150, 8);
  const labels = Int32Array.from({ length: 150 }, (_, row) => (row % 7 === 0 ? -1 : (row * row) % 5));
  const similarities = slowSimilarities(vectors);
  const expected = similarities.map((line, i) => {
    const keys = line.map((value, j) => (labels[i] >= 0 && labels[i] === labels[j] ? 10 + value : value));
    return slowOrder(keys, i).slice(0, length);
  });
  const lists = await labelLists(vectors, labels, length);
  expect(Array.from(lists.indices)).toEqual(expected.flat());
  expect(lists.scores).toBeUndefined();
});

test('without labels it is the order of the cosines', async () => {
  const vectors = groupedVectors(30, 4);
  const { indices } = await labelLists(vectors, new Int32Array(30).fill(-1), 10);
  expect(indices).toEqual((await cosineLists(vectors, 10)).indices);
});

test('refuses another number of labels, and too many places', async () => {
  const vectors = groupedVectors(5, 4);
  await expect(labelLists(vectors, new Int32Array(4), 3)).rejects.toThrow(/5 labels/);
  await expect(labelLists(vectors, new Int32Array(5), 6)).rejects.toThrow(/from 1 to 5/);
});
