import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { buildIndex } from '../../src/galleryIndex/buildIndex.js';
import { checkIndex } from '../../src/galleryIndex/checkIndex.js';
import { relevanceOfIndex } from '../../src/galleryIndex/indexRelevance.js';
import { listQuality, listsOf } from '../../src/galleryIndex/listQuality.js';
import { openIndex } from '../../src/galleryIndex/openIndex.js';
import { clustered, folders, gallery } from './vectors.js';

const place = folders();
const list = (rows: number[], scores = rows.map((_, n) => 1 - n / 10)) => ({ rows, scores });
const exact = [list([4, 7, 2])];

test.each([
  { found: [4, 7, 2], recall: 1, order: 1 },
  { found: [7, 4, 2], recall: 1, order: 2 / 3 },
  { found: [2, 7, 4], recall: 1, order: 0 },
  // 4 above 2 is right, and 7 stands below both: above 2 it should be, below 4 it should.
  { found: [4, 2, 9], recall: 2 / 3, order: 2 / 3 },
  // Of two that are not found nobody knows which comes first.
  { found: [8, 2, 9], recall: 1 / 3, order: (0 + 0 + 0.5) / 3 },
  { found: [8, 9, 1], recall: 0, order: 0.5 },
])('a list $found has recall $recall and order $order', ({ found, recall, order }) => {
  const quality = listQuality([list(found)], exact, undefined, 3);
  expect(quality.recall).toBeCloseTo(recall, 12);
  expect(quality.orderConsistency).toBeCloseTo(order, 12);
});

test('average precision counts what is right among the first k, and leaves out what is ignored', () => {
  const relevance = [
    { positives: new Set([7, 2, 11]), ignored: new Set([4]) },
    { positives: new Set<number>(), ignored: new Set<number>() },
  ];
  const found = {
    k: 4,
    rows: Int32Array.of(4, 7, 9, 2, 1, 2, 3, -1),
    scores: Float32Array.of(0.9, 0.8, 0.7, 0.6, 0.9, 0.8, 0.7, -Infinity),
    ids: [],
  };
  const lists = listsOf(found, 3, relevance);
  expect(lists.map(({ rows }) => rows)).toEqual([
    [7, 9, 2],
    [1, 2, 3],
  ]);
  // (1/1 + 2/3) of the three that could stand there; the second query counts for nothing.
  expect(listQuality(lists, lists, undefined, 3, relevance).map).toBeCloseTo((1 + 2 / 3) / 3, 12);
});

test('a check holds every way to search against exact search and the gallery model’s order', async () => {
  const folder = place();
  await buildIndex(folder, gallery(400), { engine: { kind: 'usearch', numbers: 'i8' } });
  const index = await openIndex(folder);
  const reference = clustered(20, 5);
  const told: number[] = [];
  const check = await checkIndex({
    index,
    queries: clustered(20, 6),
    k: 5,
    reference,
    clients: 3,
    settings: [
      { ef: 1, refine: 0 },
      { ef: 400, refine: 50 },
    ],
    onProgress: ({ done }) => told.push(done),
  });
  await index.close();
  const [fast, thorough] = check.searches as [(typeof check.searches)[0], (typeof check.searches)[0]];
  expect(check.exact).toMatchObject({ recall: 1, orderConsistency: 1 });
  expect(thorough).toMatchObject({ recall: 1, orderConsistency: 1 });
  expect(thorough.orderOfGalleryModel).toBe(check.exact.orderOfGalleryModel);
  expect(check.exact.orderOfGalleryModel).toBeLessThan(1);
  expect(fast.recall).toBeLessThan(1);
  expect(fast.orderConsistency).toBeLessThan(1);
  for (const { milliseconds, queriesPerSecond } of [fast, thorough]) {
    expect(milliseconds.p99).toBeGreaterThanOrEqual(milliseconds.p50);
    expect(queriesPerSecond).toBeGreaterThan(0);
  }
  expect(told).toEqual([0, 1, 2, 3]);
  expect(check).toMatchObject({ k: 5, queries: 20, rows: 400, columns: 16, clients: 3 });
});

test('what is right is read from a table of labels, by the ids in the index', async () => {
  const folder = place();
  await buildIndex(folder, gallery(4), { engine: { kind: 'exact' } });
  const index = await openIndex(folder);
  const labels = `${place()}.csv`;
  writeFileSync(labels, 'id,label,role\np0,a,both\np1,a,both\np2,b,gallery\nq,a,query\nr,c,query\n');
  const relevance = await relevanceOfIndex(index, ['p0', 'q', 'r', 'x'], { labels });
  expect(relevance.map(({ positives, ignored }) => [[...positives], [...ignored]])).toEqual([
    [[1], [0]],
    [[0, 1], []],
    [[], []],
    [[], []],
  ]);
  await expect(relevanceOfIndex(index, ['x'], { labels })).rejects.toThrow('0 of 1 queries and 3 of 3');
  await index.close();
});
