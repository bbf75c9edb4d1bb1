import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { createLoss } from '../../src/losses/createLoss.js';
import { subspaceCentroids } from '../../src/losses/subspaceCentroids.js';
import { randomSource } from '../../src/base/randomSource.js';
import { unitRows } from '../helpers/tensors.js';
import { columns, expectTwin, flat, gallery, numbers, ofBatch, query } from './lossValues.js';
import { slowStructure } from './slowBatchLosses.js';

beforeAll(() => selectBackend());

test('structure similarity equals its slow twin', async () => {
  const loss = createLoss({ kind: 'structureSimilarity', subspaces: 2, centroids: 3, rounds: 4 });
  const training = unitRows(20, columns, 7);
  await loss.prepare!({ gallery: training });
  const random = randomSource(0, 'centroids');
  const centroids = subspaceCentroids(training, { subspaces: 2, centroids: 3, rounds: 4, random });
  const g = gallery().arraySync();
  const slow = flat((q) => slowStructure(q, g, centroids.arraySync(), 0.1));
  expectTwin(ofBatch(loss, query(), gallery()), slow, numbers(query()));
  expect(ofBatch(loss, gallery(), gallery()).value).toBeCloseTo(0, 5);
});
