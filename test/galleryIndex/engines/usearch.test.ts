import { expect, test } from 'vitest';
import { buildIndex } from '../../../src/galleryIndex/buildIndex.js';
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
