import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { mineTuples } from '../../src/losses/mineTuples.js';
import { randomSource } from '../../src/base/randomSource.js';
import { expectClose, unitRows } from '../helpers/tensors.js';
import { columns } from './lossValues.js';
import { dot } from './slowBatchLosses.js';

beforeAll(() => selectBackend());

test('each anchor gets a positive of its class and the hardest negatives, one of each class', async () => {
  const [q, g] = [unitRows(24, columns, 1), unitRows(24, columns, 2)];
  const classes = { of: Int32Array.from({ length: 24 }, (_, n) => n % 6), count: 6 };
  const random = randomSource(1, 'test');
  const { members } = await mineTuples(q.dataSync<'float32'>(), g, {
    classes,
    negatives: 3,
    pool: 24,
    random,
  });
  const [queries, items] = [q.arraySync(), g.arraySync()];
  for (let anchor = 0; anchor < 24; anchor++) {
    const [positive, ...negatives] = members.subarray(anchor * 4, anchor * 4 + 4);
    expect(positive % 6).toBe(anchor % 6);
    expect(positive).not.toBe(anchor);
    const best = [0, 1, 2, 3, 4, 5]
      .filter((c) => c !== anchor % 6)
      .map((c) => Math.max(...[0, 1, 2, 3].map((n) => dot(queries[anchor], items[c + 6 * n]))))
      .sort((a, b) => b - a)
      .slice(0, 3);
    expectClose(
      negatives.map((n) => dot(queries[anchor], items[n])),
      best,
      1e-6,
    );
  }
});

test('a class of one is its own positive, and too few classes repeat the hardest negative', async () => {
  const x = unitRows(3, columns, 1);
  const classes = { of: Int32Array.from([0, 1, 1]), count: 2 };
  const options = { classes, negatives: 2, pool: 3, random: randomSource(1, 'test') };
  const { members } = await mineTuples(x.dataSync<'float32'>(), x, options);
  expect(members[0]).toBe(0);
  expect(members[1]).toBe(members[2]);
  expect(members[4]).toBe(0);
});
