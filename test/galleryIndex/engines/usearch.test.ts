import { expect, test } from 'vitest';
import { buildIndex } from '../../../src/galleryIndex/buildIndex.js';
import { addToIndex, removeFromIndex } from '../../../src/galleryIndex/changeIndex.js';
import { openIndex } from '../../../src/galleryIndex/openIndex.js';
import { clustered, folders, gallery } from '../vectors.js';
import { keepsItsPromises, shareOf } from './contract.js';

keepsItsPromises('usearch', { config: () => ({ kind: 'usearch' }), thorough: { ef: 600 } });

const place = folders();

test('a graph of bytes blurs the order, and comparing again by the whole vectors mends it', async () => {
  const folder = place();
  await buildIndex(folder, gallery(500), { engine: { kind: 'usearch', numbers: 'i8' } });
  const index = await openIndex(folder);
  const queries = clustered(20, 4);
  const exact = await index.exact(queries, 10);
  const blurred = await index.search(queries, 10, { ef: 500, refine: 0 });
  const refined = await index.search(queries, 10, { ef: 500, refine: 10 });
  expect(shareOf(refined.rows, exact.rows, 10)).toBeGreaterThan(0.98);
  expect(shareOf(blurred.rows, exact.rows, 10)).toBeLessThan(shareOf(refined.rows, exact.rows, 10));
  expect(new Set(blurred.rows).size).toBeGreaterThan(10);
  await index.close();
});

test.each([300, 999, 1000])('of 1,000 vectors, %i may be removed, and others added after', async (count) => {
  const folder = place();
  const all = gallery(1000);
  await buildIndex(folder, all, { engine: { kind: 'usearch' } });
  await removeFromIndex(folder, all.ids!.slice(0, count));
  const queries = clustered(20, 4);
  const compare = async (k: number): Promise<void> => {
    const index = await openIndex(folder);
    const [found, exact] = [await index.search(queries, k, { ef: 1000 }), await index.exact(queries, k)];
    expect(shareOf(found.rows, exact.rows, k)).toBeGreaterThan(0.9);
    expect(Math.min(...found.rows)).toBeGreaterThanOrEqual(count);
    await index.close();
  };
  if (count < 1000) await compare(Math.min(50, 1000 - count));
  await addToIndex(folder, gallery(100, 2, 'q'));
  await compare(60);
});

test('as many as there are come back, though not every vector of a graph is reached', async () => {
  const folder = place();
  await buildIndex(folder, gallery(3000), { engine: { kind: 'usearch', connections: 2, effort: 1 } });
  const index = await openIndex(folder);
  const { rows } = await index.search(clustered(3, 4), 5000);
  expect(rows).toHaveLength(3 * 3000);
  expect(new Set(rows.subarray(0, 3000)).size).toBe(3000);
  expect(Math.min(...rows)).toBe(0);
  await index.close();
});
