import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { createLoss } from '../../src/losses/createLoss.js';
import { createLossBatch } from '../../src/losses/lossBatch.js';
import { expectClose, unitRows } from '../helpers/tensors.js';
import { smallBank } from './neighbourBank.js';

beforeAll(() => selectBackend());

test('lists from the bank are those of the anchors asked for', () => {
  const bank = smallBank(10, 6, 5);
  const gallery = tf.gather(bank.embeddings, tf.tensor1d([7, 2], 'int32'));
  const { query, gallery: t } = createLossBatch({ query: gallery, gallery, anchors: [7, 2], bank }).lists({
    from: 'bank',
    count: 3,
  });
  expectClose(query.dataSync(), t.dataSync(), 1e-6);
  expectClose(t.arraySync()[0], bank.similarities.subarray(35, 38), 1e-7);
  expect(t.arraySync()[0][0]).toBeCloseTo(1, 5);
});

test('lists from the batch are sorted by the gallery model and start with the anchor', () => {
  const [query, gallery] = [unitRows(6, 5, 3), unitRows(6, 5, 4)];
  const { gallery: t } = createLossBatch({ query, gallery }).lists({ from: 'batch' });
  for (const row of t.arraySync()) {
    expect(row[0]).toBeCloseTo(1, 5);
    expect([...row].sort((a, b) => b - a)).toEqual(row);
  }
});

test('bank and batch together are one sorted list of both, each similarity with its own', () => {
  const bank = smallBank(10, 6, 5);
  const anchors = [7, 2, 4];
  const gallery = tf.gather(bank.embeddings, tf.tensor1d(anchors, 'int32'));
  const query = unitRows(3, 6, 3);
  const batch = (q: tf.Tensor2D) => createLossBatch({ query: q, gallery, anchors, bank });
  const both = batch(query).lists({ from: 'bankAndBatch', count: 4 });
  const parts = [batch(query).lists({ from: 'bank', count: 4 }), batch(query).lists({ from: 'batch' })];
  const pairs = (row: number, lists: typeof parts) =>
    lists
      .flatMap(({ query: s, gallery: t }) => t.arraySync()[row].map((g, i) => [g, s.arraySync()[row][i]]))
      .sort(([a, p], [b, q]) => b - a || p - q);
  for (const row of [0, 1, 2]) {
    expectClose(pairs(row, [both]).flat(), pairs(row, parts).flat(), 1e-6);
    expect([...both.gallery.arraySync()[row]].sort((a, b) => b - a)).toEqual(both.gallery.arraySync()[row]);
  }
  const slope = (from: 'bank' | 'batch' | 'bankAndBatch') =>
    tf.grad((q) => tf.sum(tf.square(batch(q as tf.Tensor2D).lists({ from, count: 4 }).query)))(query);
  expectClose(slope('bankAndBatch').dataSync(), tf.add(slope('bank'), slope('batch')).dataSync(), 1e-5);
});

test('distorting the gallery similarities leaves rank order preservation as it was and changes distillation', () => {
  const [query, gallery] = [unitRows(6, 5, 3), unitRows(6, 5, 4)];
  const distortSimilarities = (t: tf.Tensor2D): tf.Tensor2D => tf.mul(tf.sign(t), tf.pow(tf.abs(t), 0.25));
  const value = (loss: ReturnType<typeof createLoss>, distorted: boolean): number =>
    tf.tidy(
      () =>
        loss
          .compute(createLossBatch({ query, gallery, ...(distorted && { distortSimilarities }) }))
          .dataSync()[0],
    );
  const order = createLoss({ kind: 'rankOrderPreservation', neighbours: { from: 'batch' } });
  const distillation = createLoss({ kind: 'contextualSimilarityDistillation' });
  expect(value(order, true)).toBeCloseTo(value(order, false), 6);
  expect(Math.abs(value(distillation, true) - value(distillation, false))).toBeGreaterThan(0.01);
});

test('asking for more neighbours than the bank holds says how many there are', () => {
  const bank = smallBank(10, 6, 5);
  const batch = createLossBatch({ query: bank.embeddings, gallery: bank.embeddings, anchors: [0], bank });
  expect(() => batch.lists({ from: 'bank', count: 6 })).toThrow(/at most 5[\s\S]*found: 6/);
});

test.each([10, -1, 0.5, NaN])('an anchor %j that the bank does not have is refused', (anchor) => {
  const bank = smallBank(10, 6, 5);
  const query = tf.slice2d(bank.embeddings, [0, 0], [1, -1]);
  const batch = createLossBatch({ query, gallery: query, anchors: [anchor], bank });
  expect(() => batch.lists({ from: 'bank', count: 5 })).toThrow(/no list for an anchor[^]*0 to 9/);
});
