import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { buildIndex } from '../../../src/galleryIndex/buildIndex.js';
import { removeFromIndex } from '../../../src/galleryIndex/changeIndex.js';
import { openIndex } from '../../../src/galleryIndex/openIndex.js';
import { clustered, folders, gallery } from '../vectors.js';
import { keepsItsPromises } from './contract.js';
import { startQdrantStub, type QdrantStub } from './qdrantStub.js';

let stub: QdrantStub;
const place = folders();
beforeAll(async () => {
  stub = await startQdrantStub();
});
afterAll(() => stub.close());
afterEach(() => {
  delete process.env.QDRANT_API_KEY;
  Object.assign(stub, { goneAfter: Infinity });
});

const engine = () => ({ kind: 'qdrant', url: stub?.url ?? 'http://127.0.0.1:1' });

keepsItsPromises('qdrant', { config: engine, thorough: { exact: true } });

test('the server is told of graph, bytes and key, and asked by the settings', async () => {
  process.env.QDRANT_API_KEY = 'k';
  stub.asked.length = 0;
  const folder = place();
  await buildIndex(folder, gallery(5), { engine: { ...engine(), bytes: true, connections: 8 } });
  const made = stub.asked.find(({ call }) => call === 'PUT /collections/NAME')!;
  expect(made.key).toBe('k');
  expect(made.body).toMatchObject({
    vectors: { size: 16, distance: 'Dot' },
    hnsw_config: { m: 8, ef_construct: 100 },
    quantization_config: { scalar: { type: 'int8' } },
  });
  const index = await openIndex(folder);
  await index.search(clustered(1, 1), 2, { ef: 77, refine: 3 });
  expect(stub.asked.at(-1)!.body).toMatchObject({
    limit: 2,
    params: { hnsw_ef: 77, exact: false, quantization: { rescore: true, oversampling: 3 } },
    filter: { must: [{ key: 'row', range: { lt: 5 } }] },
  });
  await index.close();
});

test('a server that goes away in the middle is named; the same calls go on once it is back', async () => {
  const folder = place();
  stub.goneAfter = stub.asked.length + 5;
  const build = () => buildIndex(folder, gallery(300), { engine: engine(), rowsPerBatch: 50, saveEvery: 0 });
  await expect(build()).rejects.toThrow(/the server does not answer[\s\S]*what was saved before stays/);
  stub.goneAfter = Infinity;
  await build();
  const index = await openIndex(folder);
  expect((await index.names()).rows).toHaveLength(300);
  expect([...stub.collections.values()].at(-1)!.size).toBe(300);
  stub.goneAfter = stub.asked.length;
  await expect(removeFromIndex(folder, ['p0'])).rejects.toThrow('the server does not answer');
  await expect(index.search(clustered(1, 1), 1)).rejects.toThrow('the server does not answer');
  stub.goneAfter = Infinity;
  expect((await removeFromIndex(folder, ['p0'])).removed).toBe(1);
  expect((await index.search(clustered(1, 1), 300)).ids).not.toContain('p0');
  await index.close();
});

test('an address with a password, or that is none, is refused', async () => {
  for (const url of ['http://me:secret@127.0.0.1', 'nowhere']) {
    await expect(buildIndex(place(), gallery(2), { engine: { kind: 'qdrant', url } })).rejects.toThrow(
      'QDRANT_API_KEY',
    );
  }
});
