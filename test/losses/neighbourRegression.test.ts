import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { createLoss } from '../../src/losses/createLoss.js';
import { createLossBatch } from '../../src/losses/lossBatch.js';
import { rankerKey } from '../../src/losses/neighbourSource.js';
import { rankerConfigSchema } from '../../src/rankers/rankerConfig.js';
import { expectClose, unitRows } from '../helpers/tensors.js';
import { smallBank } from './neighbourBank.js';
import { slowGradient } from './slowTwins.js';

const [pictures, dimension, anchors, count] = [12, 5, [7, 2, 11], 4] as const;

beforeAll(() => selectBackend());

function ofBank(from: object, rankings?: Map<string, { rows: number; length: number; indices: Int32Array }>) {
  const bank = { ...smallBank(pictures, dimension, 6), ...(rankings && { rankings }) };
  const query = unitRows(anchors.length, dimension, 3);
  const loss = createLoss({ kind: 'neighbourRegression', neighbours: { count, ...from } as never });
  const gallery = tf.gather(bank.embeddings, [...anchors]);
  const run = tf.valueAndGrad((x) =>
    loss.compute(createLossBatch({ query: x as tf.Tensor2D, gallery, anchors: [...anchors], bank })),
  );
  const { value, grad } = run(query);
  return { bank, query, value: value.dataSync()[0], gradient: grad.dataSync() };
}

describe('regression onto neighbours', () => {
  test('pulls onto the mean of the nearest items, as its slow twin does', () => {
    const { bank, query, value, gradient } = ofBank({ from: 'bank' });
    const rows = bank.embeddings.arraySync();
    const slow = (values: number[]): number => {
      const cosines = anchors.map((anchor, b) => {
        const q = values.slice(b * dimension, (b + 1) * dimension);
        const items = Array.from(bank.indices.subarray(anchor * 6, anchor * 6 + count));
        const mean = q.map((_, d) => items.reduce((sum, item) => sum + rows[item][d], 0) / count);
        return q.reduce((sum, x, d) => sum + x * mean[d], 0);
      });
      return 1 - cosines.reduce((a, b) => a + b, 0) / anchors.length;
    };
    const at = Array.from(query.dataSync());
    expect(value).toBeCloseTo(slow(at), 5);
    expectClose(gradient, slowGradient(slow, at), 1e-4);
  });

  test('takes the first items of another ranker, whose scores it does not need', () => {
    const ranker = rankerConfigSchema.parse({ kind: 'labels' });
    const indices = Int32Array.from(
      { length: pictures * count },
      (_, i) => (Math.floor(i / count) + (i % count)) % pictures,
    );
    const lists = new Map([[rankerKey(ranker), { rows: pictures, length: count, indices }]]);
    const { bank, query, value } = ofBank({ from: 'ranker', ranker }, lists);
    const cosines = tf.matMul(query, bank.embeddings, false, true).arraySync() as number[][];
    const sum = anchors.flatMap((anchor, b) =>
      Array.from({ length: count }, (_, k) => cosines[b][(anchor + k) % pictures]),
    );
    expect(value).toBeCloseTo(1 - sum.reduce((a, b) => a + b, 0) / sum.length, 5);
  });
});
