import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { cosineLists } from '../../src/rankers/cosineLists.js';
import { fusedLists } from '../../src/rankers/fusedLists.js';
import type { FusionConfig } from '../../src/rankers/rankerConfig.js';
import type { RankedLists } from '../../src/rankers/types.js';
import { expectBest, groupedVectors, type Table } from './slowTwins.js';

beforeAll(() => selectBackend());

const ofOne = (indices: number[], scores?: number[]): RankedLists => ({
  rows: 1,
  length: indices.length,
  indices: Int32Array.from(indices),
  ...(scores && { scores: Float32Array.from(scores) }),
});

/** Three rankings of the same pictures, of different lengths. */
async function threeLists(rows: number): Promise<RankedLists[]> {
  const lengths = [20, 12, 30];
  return Promise.all(lengths.map((length, seed) => cosineLists(groupedVectors(rows, 6, 9, seed), length)));
}

/** What each pair gets, looked up list by list. */
function slowFusion(lists: RankedLists[], by: FusionConfig['by']): Table {
  const { rows } = lists[0];
  const all = Array.from({ length: rows }, (_, i) => i);
  return all.map((i) =>
    all.map((j) => {
      if (i === j) return 1;
      const parts = lists.map(({ length, indices, scores }) => {
        const place = indices.slice(i * length, (i + 1) * length).indexOf(j);
        if (by === 'order') return -(place < 0 ? length + 1 : place + 1);
        if (place < 0) return 0;
        if (by === 'reciprocalRank') return 61 / (60 + place + 1);
        const own = scores!.slice(i * length, (i + 1) * length);
        return (own[place] - Math.min(...own)) / (Math.max(...own) - Math.min(...own));
      });
      return parts.reduce((sum, part) => sum + part, 0) / parts.length;
    }),
  );
}

test.each(['mean', 'reciprocalRank'] as const)('by %s: equals looking up each pair', async (by) => {
  const lists = await threeLists(90);
  expectBest(await fusedLists(lists, by, 25), slowFusion(lists, by));
});

test('by order: equals looking up each pair, and has no scores', async () => {
  const lists = await threeLists(90);
  const fused = await fusedLists(lists, 'order', 25);
  expect(fused.scores).toBeUndefined();
  const table = slowFusion(lists, 'order');
  const scores = Float32Array.from(fused.indices, (other, at) => table[Math.floor(at / 25)][other]);
  expectBest({ ...fused, scores }, table);
});

test('by hand', async () => {
  const lists = [ofOne([0, 1, 2, 3], [1, 0.8, 0.6, 0]), ofOne([0, 3, 4, 1], [10, 9, 7, 5])];
  const mean = await fusedLists(lists, 'mean', 4);
  expect(Array.from(mean.indices)).toEqual([0, 1, 3, 2]);
  [1, 0.4, 0.4, 0.3].forEach((score, k) => expect(mean.scores![k]).toBeCloseTo(score, 6));
  const ranks = await fusedLists(lists, 'reciprocalRank', 4);
  // 1 and 3 are second and fourth; the first list decides.
  expect(Array.from(ranks.indices)).toEqual([0, 1, 3, 2]);
  expect(ranks.scores![1]).toBeCloseTo(61 * (1 / 62 + 1 / 64) * 0.5, 6);
  // Mean places 3, 3, 4 (third and missing), 4.
  expect(Array.from((await fusedLists(lists, 'order', 4)).indices)).toEqual([0, 1, 3, 2]);
});

test('by order: scores do not count, only what they order', async () => {
  const lists = await threeLists(60);
  const mapped = lists.map((list) => ({ ...list, scores: list.scores!.map((x) => Math.exp(5 * x)) }));
  const unscored = lists.map(({ rows, length, indices }) => ({ rows, length, indices }));
  const { indices } = await fusedLists(lists, 'order', 20);
  expect((await fusedLists(mapped, 'order', 20)).indices).toEqual(indices);
  expect((await fusedLists(unscored, 'order', 20)).indices).toEqual(indices);
  expect((await fusedLists(mapped, 'mean', 20)).indices).not.toEqual(
    (await fusedLists(lists, 'mean', 20)).indices,
  );
});

test('the mean is indifferent to unit and zero point of each list', async () => {
  const lists = await threeLists(60);
  const mapped = lists.map((list, i) => ({ ...list, scores: list.scores!.map((x) => (i + 2) * x - 7) }));
  const [a, b] = [await fusedLists(lists, 'mean', 20), await fusedLists(mapped, 'mean', 20)];
  b.scores!.forEach((score, at) => expect(score).toBeCloseTo(a.scores![at], 5));
});

test('a list with itself stays as it is, equal scores too', async () => {
  const list = ofOne([0, 2, 1], [1, 1, 1]);
  const fused = await fusedLists([list, list], 'mean', 3);
  expect(Array.from(fused.indices)).toEqual([0, 2, 1]);
  expect(Array.from(fused.scores!)).toEqual([1, 1, 1]);
});

test('refuses what cannot be made one', async () => {
  const list = ofOne([0, 1], [1, 0]);
  await expect(fusedLists([list], 'mean', 2)).rejects.toThrow(/at least two/);
  await expect(fusedLists([list, ofOne([0, 1])], 'mean', 2)).rejects.toThrow(/lists\[1\]/);
  await expect(fusedLists([list, list], 'order', 3)).rejects.toThrow(/from 1 to 2/);
  const two = { rows: 2, length: 1, indices: Int32Array.of(0, 1) };
  await expect(fusedLists([list, two], 'order', 1)).rejects.toThrow(/1 pictures, 2 pictures/);
});
