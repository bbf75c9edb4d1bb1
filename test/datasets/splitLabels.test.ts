import { expect, test } from 'vitest';
import { splitLabels } from '../../src/datasets/splitLabels.js';
import type { Dataset, RetrievalSplit } from '../../src/datasets/types.js';

const dataset = { labels: Int32Array.of(7, 7, 8, 9, 8) } as unknown as Dataset;
const split = (excludeSelf: boolean): RetrievalSplit => ({
  name: 'unseen',
  fit: Int32Array.of(0),
  queries: Int32Array.of(2, 3),
  gallery: Int32Array.of(4, 1, 2),
  excludeSelf,
  description: '',
});

test('gives the labels of both sides, and no own rows where nothing is left out', () => {
  expect(splitLabels(dataset, split(false))).toEqual({
    queryLabels: Int32Array.of(8, 9),
    galleryLabels: Int32Array.of(8, 7, 8),
  });
});

test('finds the gallery row of each query that is the query itself', () => {
  expect(splitLabels(dataset, split(true)).selfInGallery).toEqual(Int32Array.of(2, -1));
});
