import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { createLoss } from '../../src/losses/createLoss.js';
import { createLossBatch } from '../../src/losses/lossBatch.js';
import { rankerKey } from '../../src/losses/neighbourSource.js';
import type { NeighbourSource } from '../../src/losses/types.js';
import { rankerConfigSchema } from '../../src/rankers/rankerConfig.js';
import type { RankedLists } from '../../src/rankers/types.js';
import { expectClose, unitRows } from '../helpers/tensors.js';
import { smallBank } from './neighbourBank.js';

beforeAll(() => selectBackend());

const ranker = rankerConfigSchema.parse({ kind: 'reciprocal' });
const source = (count: number): NeighbourSource => ({ from: 'ranker', count, ranker });

/** Lists of 4 of 10 pictures that differ from the bank's own. */
const lists = (scores: boolean): RankedLists => {
  const indices = Int32Array.from({ length: 40 }, (_, i) => (Math.floor(i / 4) + 3 * (i % 4)) % 10);
  return {
    rows: 10,
    length: 4,
    indices,
    ...(scores && { scores: Float32Array.from({ length: 40 }, (_, i) => 1 - (i % 4) / 5) }),
  };
};

function batchWith(ranking: RankedLists) {
  const bank = { ...smallBank(10, 6, 5), rankings: new Map([[rankerKey(ranker), ranking]]) };
  const query = unitRows(2, 6, 3);
  const gallery = tf.gather(bank.embeddings, tf.tensor1d([7, 2], 'int32'));
  return { bank, query, batch: createLossBatch({ query, gallery, anchors: [7, 2], bank }) };
}

test("a ranker's lists are its items in its order, with its scores", () => {
  const ranking = lists(true);
  const { bank, query, batch } = batchWith(ranking);
  const found = batch.lists(source(3));
  const items = [7, 2].map((anchor) => [0, 1, 2].map((k) => ranking.indices[4 * anchor + k]));
  const products = tf.matMul(query, bank.embeddings, false, true).arraySync() as number[][];
  expectClose(
    found.query.dataSync(),
    items.flatMap((row, b) => row.map((item) => products[b][item])),
    1e-6,
  );
  expectClose(found.gallery.dataSync(), [1, 0.8, 0.6, 1, 0.8, 0.6], 1e-6);
});

test('an order without scores falls by equal steps, and no two places are taken for a tie', () => {
  const found = batchWith(lists(false)).batch.lists(source(4));
  expectClose(found.gallery.dataSync(), [1, 0.75, 0.5, 0.25, 1, 0.75, 0.5, 0.25], 1e-6);
  expect(found.distinct).toBe(true);
});

test('a loss of the order alone is the same whatever the scores of the list', () => {
  const loss = createLoss({ kind: 'rankDistribution', neighbours: { from: 'ranker', count: 4, ranker } });
  const [scored, plain] = [true, false].map((scores) =>
    tf.tidy(() => loss.compute(batchWith(lists(scores)).batch).dataSync()[0]),
  );
  expect(scored).toBeCloseTo(plain, 6);
});

test('lists that are not there, or too short, are asked for by name', () => {
  const { batch } = batchWith(lists(true));
  expect(() => batch.lists(source(5))).toThrow(/at most 4/);
  const other = rankerConfigSchema.parse({ kind: 'labels' });
  expect(() => batch.lists({ from: 'ranker', count: 2, ranker: other })).toThrow(/no lists of a ranker/);
});
