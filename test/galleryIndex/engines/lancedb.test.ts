import { connect } from '@lancedb/lancedb';
import { expect, test } from 'vitest';
import { buildIndex } from '../../../src/galleryIndex/buildIndex.js';
import { openIndex } from '../../../src/galleryIndex/openIndex.js';
import { clustered, folders, gallery } from '../vectors.js';
import { keepsItsPromises } from './contract.js';

keepsItsPromises('lancedb', {
  config: () => ({ kind: 'lancedb' }),
  thorough: { probes: 100, refine: 60 },
});

const place = folders();
const queries = clustered(10, 4);

test.each(['exact', 'ivfFlat', 'hnswSq', 'hnswPq'])('a table that is searched by %s', async (search) => {
  const folder = place();
  await buildIndex(folder, gallery(500), { engine: { kind: 'lancedb', search } });
  const index = await openIndex(folder);
  const found = await index.search(queries, 5, { probes: 100, ef: 500, refine: 50 });
  expect(found.rows).toEqual((await index.exact(queries, 5)).rows);
  for (const settings of [{}, { ef: 5 }, { ef: 5, refine: 0 }])
    expect((await index.search(queries, 5, settings)).rows).toHaveLength(50);
  await index.close();
});

test('a few vectors teach no quantiser and are compared one by one', async () => {
  const folder = place();
  await buildIndex(folder, gallery(30), { engine: { kind: 'lancedb' } });
  const index = await openIndex(folder);
  expect((await index.search(queries, 5)).rows).toEqual((await index.exact(queries, 5)).rows);
  await index.close();
});

test('a table elsewhere goes with its index, and has what others read', async () => {
  const [folder, uri] = [place(), place()];
  const engine = { kind: 'lancedb', search: 'exact', uri };
  await buildIndex(folder, gallery(30), { engine });
  await buildIndex(folder, gallery(40), { engine });
  await buildIndex(folder, gallery(50), { engine });
  const connection = await connect(uri);
  const names = await connection.tableNames();
  expect(names.map((name) => name.split('_').at(-1)).sort()).toEqual(['2', '3']);
  const table = await connection.openTable(names.find((name) => name.endsWith('3'))!);
  expect((await table.schema()).names).toEqual(['row', 'id', 'embedding']);
  expect(await table.countRows("id = 'p49'")).toBe(1);
  const index = await openIndex(folder);
  expect((await index.search(queries, 5)).rows).toEqual((await index.exact(queries, 5)).rows);
  expect(await index.bytes()).toBeGreaterThan(50 * 16 * 4);
  await index.close();
});

test('pieces that do not fit the vectors are refused before anything is written', async () => {
  const build = (engine: object) =>
    buildIndex(place(), gallery(300), { engine: { kind: 'lancedb', ...engine } });
  await expect(build({ subVectors: 7 })).rejects.toThrow(/subVectors[^]*divisor of 16: 1, 2, 4, 8, 16[^]*7/);
  expect((await build({ subVectors: 8 })).isWhole).toBe(true);
  expect((await build({ subVectors: 7, search: 'ivfFlat' })).isWhole).toBe(true);
});
