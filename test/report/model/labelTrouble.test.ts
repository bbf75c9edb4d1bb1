import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import type { Dataset, RetrievalSplit } from '../../../src/datasets/types.js';
import { confusions, mislabelledCandidates } from '../../../src/report/model/labelTrouble.js';
import type { RankedQuery } from '../../../src/report/model/rankQueries.js';
import { matrixOf } from '../../retrieval/ranking/matrices.js';

beforeAll(() => selectBackend());

test('labels are taken for others by what is found first', () => {
  const dataset = {
    labels: Int32Array.of(0, 0, 1, 1, 2, -1),
    labelNames: ['pear', 'apple', 'kiwi'],
  } as unknown as Dataset;
  const ranked = [
    [0, [1, 2, 3, 5]],
    [1, [2, 0, 4, 3]],
    [4, [5]],
    [5, [0]],
  ].map(([query, first]) => ({ query, queryModel: { first } }) as unknown as RankedQuery);
  expect(confusions(dataset, ranked)).toEqual([
    { label: 'pear', other: 'apple', share: 4 / 8, queries: 2 },
    { label: 'pear', other: 'kiwi', share: 1 / 8, queries: 2 },
  ]);
});

test('a picture in the midst of another label is to be looked at, a lonely label is not', async () => {
  const angles = [0, 1, 2, 3, 4, 9, 80, 81, 82, 83, 84, 2.5, 81.5];
  const labels = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2];
  const dataset = {
    labels: Int32Array.from(labels),
    labelNames: ['pear', 'apple', 'kiwi'],
  } as unknown as Dataset;
  const rows = angles.map((angle) => [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]);
  const gallery = Int32Array.from(labels, (_, row) => row);
  const found = await mislabelledCandidates({
    dataset,
    split: { gallery } as RetrievalSplit,
    galleryModel: { fit: matrixOf(rows), queries: matrixOf(rows), gallery: matrixOf(rows) },
  });
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ record: 11, suggested: 'pear', votes: 5 });
  expect([...found[0].neighbours].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4]);
});
