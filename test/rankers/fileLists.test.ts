import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { cosineLists } from '../../src/rankers/cosineLists.js';
import { fileLists } from '../../src/rankers/fileLists.js';
import { writeLists } from '../../src/rankers/listFile/writeLists.js';
import { embeddingMatrix } from '../../src/vectors/embeddingMatrix.js';
import { temporaryFolder } from '../helpers/temporaryFolder.js';
import { groupedVectors } from './slowTwins.js';

beforeAll(() => selectBackend());
const file = temporaryFolder();
const ids = ['a', 'b', 'c', 'd'];
// By cosine: a b c d, b a c d, c b d a, d c b a.
const vectors = embeddingMatrix(Float32Array.of(1, 0, 0.96, 0.28, 0.28, 0.96, -0.6, 0.8), 4, 2);
const jsonLines = (lines: object[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

test('a picture comes to the head of its list, which keeps its scores', async () => {
  const text = jsonLines([
    { id: 'a', list: ['d', 'a', 'c', 'b'], scores: [9, 7, 7, 1] },
    { id: 'b', list: ['c', 'd', 'a'], scores: [0.5, 0.25, 0] },
    { id: 'c', list: ['c', 'a', 'b'], scores: [3, 2, 1] },
    { id: 'd', list: ['a', 'b', 'c'], scores: [3, 2, 1] },
  ]);
  const { indices, scores } = await fileLists(file('whole', text), ids, vectors, 3);
  expect(Array.from(indices)).toEqual([0, 3, 2, 1, 2, 3, 2, 0, 1, 3, 0, 1]);
  expect(Array.from(scores!)).toEqual([9, 9, 7, 0.5, 0.5, 0.25, 3, 2, 1, 3, 3, 2]);
});

test('missing places are filled in the order of the cosines, without scores', async () => {
  const text = jsonLines([
    { id: 'a', list: ['d'], scores: [9] },
    { id: 'b', list: [], scores: [] },
    { id: 'c', list: ['c', 'a', 'b', 'd'], scores: [4, 3, 2, 1] },
    { id: 'd', list: ['d'], scores: [1] },
  ]);
  const lists = await fileLists(file('short', text), ids, vectors, 4);
  expect(Array.from(lists.indices)).toEqual([0, 3, 1, 2, 1, 0, 2, 3, 2, 0, 1, 3, 3, 2, 1, 0]);
  expect(lists.scores).toBeUndefined();
});

test('one list without scores leaves all without', async () => {
  const whole = { list: ['a', 'b', 'c', 'd'], scores: [4, 3, 2, 1] };
  const text = jsonLines([
    { id: 'a', ...whole },
    { id: 'b', list: ['a', 'c', 'd'] },
    { id: 'c', ...whole },
    { id: 'd', ...whole },
  ]);
  const lists = await fileLists(file('mixed', text), ids, vectors, 3);
  expect(Array.from(lists.indices)).toEqual([0, 1, 2, 1, 0, 2, 2, 0, 1, 3, 0, 1]);
  expect(lists.scores).toBeUndefined();
});

test.each(['lists.trec', 'lists.jsonl'])('lists written to %s come back bit for bit', async (name) => {
  const pictures = groupedVectors(60, 6);
  const names = Array.from({ length: 60 }, (_, row) => `picture-${row}`);
  const lists = await cosineLists(pictures, 20);
  await writeLists(file(name), lists, names);
  expect(await fileLists(file(name), names, pictures, 20)).toEqual(lists);
});

test('refuses ids that are not of these pictures, and too many places', async () => {
  const text = jsonLines(ids.map((id) => ({ id, list: [] })));
  await expect(fileLists(file('empty', text), ids.slice(1), vectors, 2)).rejects.toThrow(/4 entries/);
  await expect(fileLists(file('empty', text), ids, vectors, 5)).rejects.toThrow(/from 1 to 4/);
  await expect(fileLists(file('empty', text), [...'abce'], vectors, 4)).rejects.toThrow(/"d"[\s\S]*"e"/);
});
