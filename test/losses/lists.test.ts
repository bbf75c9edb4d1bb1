import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { RetrievalError } from '../../src/errors.js';
import { createLoss } from '../../src/losses/createLoss.js';
import { bankNeighbours, completeLossConfig } from '../../src/losses/lossConfig.js';
import { createLossBatch, type NeighbourBank } from '../../src/losses/lossBatch.js';
import { builtInLosses } from '../../src/losses/builtInLosses.js';
import type { LossKind } from '../../src/losses/registry.js';
import { expectClose, unitRows } from '../helpers/tensors.js';

beforeAll(() => selectBackend());

function smallBank(rows: number, columns: number, neighbours: number): NeighbourBank {
  const embeddings = unitRows(rows, columns, 9);
  const { values, indices } = tf.topk(tf.matMul(embeddings, embeddings, false, true), neighbours);
  return {
    embeddings,
    neighbours,
    indices: Int32Array.from(indices.dataSync()),
    similarities: Float32Array.from(values.dataSync()),
  };
}

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

test.each(Object.keys(builtInLosses) as LossKind[])(
  '%s trains the query embeddings only and leaves no tensor behind',
  async (kind) => {
    const bank = smallBank(40, 6, 40);
    const query = unitRows(8, 6, 5);
    const gallery = tf.slice(bank.embeddings, [0, 0], [8, 6]);
    const config = completeLossConfig({ kind });
    const small = {
      ...('neighbours' in config && { neighbours: { from: 'bank', count: 20 } }),
      ...('subspaces' in config && { subspaces: 3, centroids: 4 }),
    };
    const outside = tf.memory().numTensors;
    const loss = createLoss({ ...config, ...small });
    const labels = Int32Array.from({ length: 40 }, (_, n) => n % 4);
    await loss.prepare?.({ gallery: bank.embeddings, labels });
    // eslint-disable-next-line @typescript-eslint/require-await
    await loss.startEpoch?.(1, async () => bank.embeddings.dataSync<'float32'>());
    const step = (): Float32Array =>
      tf.tidy(() => {
        const compute = (x: tf.Tensor) =>
          loss.compute(
            createLossBatch({ query: x as tf.Tensor2D, gallery, anchors: [0, 1, 2, 3, 4, 5, 6, 7], bank }),
          );
        const { value, grad } = tf.valueAndGrad(compute)(query);
        expect(value.shape).toEqual([]);
        return Float32Array.from(grad.dataSync());
      });
    const first = step();
    const before = tf.memory().numTensors;
    expectClose(step(), first, 1e-9);
    expect(tf.memory().numTensors).toBe(before);
    expect(first.some((x) => x !== 0)).toBe(true);
    loss.dispose?.();
    expect(tf.memory().numTensors).toBe(outside);
  },
);

test('a weighted sum adds the values and the gradients of its parts', () => {
  const [query, gallery] = [unitRows(6, 5, 3), unitRows(6, 5, 4)];
  const batch = createLossBatch({ query, gallery });
  const value = (config: Parameters<typeof createLoss>[0]): number =>
    tf.tidy(() => createLoss(config).compute(batch).dataSync()[0]);
  const [one, two] = [{ kind: 'featureRegression' }, { kind: 'contextualSimilarityDistillation' }] as const;
  const sum = value([
    { weight: 2, loss: one },
    { weight: 0.5, loss: two },
  ]);
  expect(sum).toBeCloseTo(2 * value(one) + 0.5 * value(two), 5);
});

test('the longest bank list of a weighted sum is known before training', () => {
  const config = [
    { weight: 1, loss: { kind: 'rankOrderPreservation', neighbours: { from: 'bank', count: 64 } } },
    { weight: 1, loss: { kind: 'contextualSimilarityDistillation' } },
  ] as const;
  expect(bankNeighbours(completeLossConfig([...config]))).toBe(64);
  expect(bankNeighbours(completeLossConfig({ kind: 'featureRegression' }))).toBe(0);
});

test.each([
  [{ kind: 'rankOrderPreservation', temperature: 0 }, /temperature/],
  [{ kind: 'rankOrderPreservation', temprature: 1 }, /temprature/],
  [{ kind: 'rankOrder' }, /rankOrderPreservation/],
])('a wrong configuration %j is refused and named', (config, message) => {
  expect(() => createLoss(config as never)).toThrow(RetrievalError);
  expect(() => createLoss(config as never)).toThrow(message);
});
