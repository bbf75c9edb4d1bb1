import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { blockBytes, forEachQuery } from '../../../src/retrieval/ranking/forEachQuery.js';
import { multiplyPlain, multiplyTensors, type Multiply } from '../../../src/retrieval/ranking/multiply.js';
import { scoresOf, similarityMatrix } from '../../../src/retrieval/ranking/rankAll.js';
import { randomMatrix } from './matrices.js';

beforeAll(() => selectBackend());

describe.each([
  ['plain', multiplyPlain],
  ['tensors', multiplyTensors],
])('similarities in blocks of queries, %s', (_, multiply) => {
  // So wide that native backends sum one vector's products in another order than several vectors' ones.
  const [queries, others, gallery] = [1, 2, 3].map((seed) => randomMatrix(seed === 3 ? 40 : 15, 2048, seed));

  test.each([1, 2, 7, 14, 15, 100])('%i at once are those of the whole table, to the last bit', async (n) => {
    const sizes: number[] = [];
    const counting: Multiply = (some, block) => {
      sizes.push(some.rows);
      return multiply(some, block);
    };
    const [a, b] = [
      await similarityMatrix(queries, gallery, multiply),
      await similarityMatrix(others, gallery, multiply),
    ];
    const seen: number[] = [];
    await forEachQuery(
      { a: { queries: queries, gallery: gallery }, b: { queries: others, gallery: gallery } },
      (query, scores) => {
        seen.push(query);
        expect(scores.a).toEqual(scoresOf(a, query));
        expect(scores.b).toEqual(scoresOf(b, query));
      },
      { multiply: counting, queriesPerBlock: n },
    );
    expect(seen).toEqual([...Array(15).keys()]);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(Math.max(2, n) + 1);
    expect(Math.min(...sizes)).toBeGreaterThan(1);
  });
});

test('a single query is a block of its own', async () => {
  const [queries, gallery] = [randomMatrix(1, 8, 1), randomMatrix(5, 8, 2)];
  const { data } = await similarityMatrix(queries, gallery, multiplyPlain);
  await forEachQuery(
    { only: { queries, gallery } },
    (query, { only }) => expect([query, only]).toEqual([0, data]),
    { multiply: multiplyPlain },
  );
});

test('refuses searches that do not fit', async () => {
  const [queries, gallery] = [randomMatrix(3, 8, 1), randomMatrix(5, 8, 2)];
  const visit = (): void => undefined;
  const search = { queries, gallery };
  await expect(
    forEachQuery({ a: search, b: { queries: randomMatrix(4, 8, 3), gallery } }, visit),
  ).rejects.toThrow('b: queries');
  await expect(forEachQuery({ a: { queries, gallery: randomMatrix(5, 7, 3) } }, visit)).rejects.toThrow(
    'a: queries and gallery',
  );
  const broken = { ...queries, data: queries.data.map(() => NaN) };
  await expect(forEachQuery({ a: { queries: broken, gallery } }, visit)).rejects.toThrow('a: queries, row 0');
});

test('what is held is bounded for Stanford Online Products, where the table has 14.6 GB per model', () => {
  expect(4 * 60_502 ** 2).toBeGreaterThan(14e9);
  expect(blockBytes(60_502, 60_502, 3)).toBeLessThan(300e6);
  expect(blockBytes(10, 20, 2)).toBe(3 * 10 * 20 * 4);
});
