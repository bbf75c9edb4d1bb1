import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildIndex } from '../../../src/galleryIndex/buildIndex.js';
import { removeFromIndex } from '../../../src/galleryIndex/changeIndex.js';
import { heldRows, putRows, reach } from '../../../src/galleryIndex/engines/milvusCollection.js';
import { openIndex } from '../../../src/galleryIndex/openIndex.js';
import { embeddingMatrix } from '../../../src/vectors/embeddingMatrix.js';
import { clustered, columns, folders, gallery } from '../vectors.js';
import { keepsItsPromises } from './contract.js';
import { hasMilvus, startMilvus, type OwnMilvus } from './milvusServer.js';

const place = folders();

test('an address with a password, or that is none, and vectors that are too long are refused', async () => {
  for (const address of ['http://me:secret@127.0.0.1', 'no where']) {
    await expect(buildIndex(place(), gallery(2), { engine: { kind: 'milvus', address } })).rejects.toThrow(
      'MILVUS_TOKEN',
    );
  }
  const long = embeddingMatrix(new Float32Array(2 * 32_769).fill(1), 2, 32_769);
  const wide = { source: long, rows: 2, columns: 32_769 };
  await expect(buildIndex(place(), wide, { engine: { kind: 'milvus' } })).rejects.toThrow(
    /at most 32768 numbers[^]*32769/,
  );
});

test('a server that is not there is named', async () => {
  const engine = { kind: 'milvus', address: '127.0.0.1:1' };
  await expect(buildIndex(place(), gallery(2), { engine })).rejects.toThrow(
    /the server does not answer[^]*ECONNREFUSED[^]*start the server/,
  );
});

describe.skipIf(!hasMilvus)('with a Milvus server (npm run setup milvus)', () => {
  let server: OwnMilvus;
  beforeAll(async () => {
    server = await startMilvus();
  });
  afterAll(() => server.remove());
  const engine = (more = {}) => ({ kind: 'milvus', address: server?.address ?? 'none', ...more });

  keepsItsPromises('milvus', { config: engine, thorough: { ef: 1000 } });

  test('parts of the space, and every vector', async () => {
    for (const search of ['exact', 'ivfFlat']) {
      const folder = place();
      await buildIndex(folder, gallery(200), { engine: engine({ search, lists: 5 }) });
      const index = await openIndex(folder);
      const found = await index.search(clustered(5, 3), 5, { probes: 5 });
      expect(found.rows).toEqual((await index.exact(clustered(5, 3), 5)).rows);
      expect((await index.search(clustered(1, 3), 5, { probes: 5 })).rows).toEqual(found.rows.slice(0, 5));
      await index.close();
    }
  });

  const collections = async (): Promise<string[]> => {
    const client = await reach(engine());
    const { data } = await client.showCollections();
    await client.closeConnection();
    return data.map(({ name }) => name);
  };

  test('collections of indexes that nobody reads any more go', async () => {
    const [folder, before] = [place(), await collections()];
    for (const rows of [5, 6, 7]) await buildIndex(folder, gallery(rows), { engine: engine() });
    expect((await collections()).length - before.length).toBe(2);
  });

  test('what a stopped call left does not count, and goes with the next change', async () => {
    const folder = place();
    const { name } = await buildIndex(folder, gallery(20), { engine: engine() });
    const client = await reach(engine());
    await putRows(client, name, { firstRow: 20, ids: ['left'], vectors: clustered(1, 1) });
    const index = await openIndex(folder);
    expect([...(await index.search(clustered(20, 1), 20)).rows]).not.toContain(20);
    await removeFromIndex(folder, ['p0']);
    const rows: number[] = [];
    for await (const held of heldRows(client, name, columns, 100)) rows.push(...Array.from(held.rows));
    expect(rows).toEqual(Array.from({ length: 19 }, (_, n) => n + 1));
    await client.closeConnection();
    await index.close();
  });

  test('a server that goes away in the middle is named; once it is back, the same calls go on and nothing is lost', async () => {
    const [folder, unfinished] = [place(), place()];
    await buildIndex(folder, gallery(60), { engine: engine() });
    const index = await openIndex(folder);
    const before = await index.search(clustered(5, 2), 3);
    let isKilled: Promise<void> | undefined;
    const build = (onProgress?: (progress: { done: number }) => void) =>
      buildIndex(unfinished, gallery(400), {
        engine: engine(),
        rowsPerBatch: 50,
        saveEvery: 0,
        ...(onProgress && { onProgress }),
      });
    const stopped = build(({ done }) => {
      if (done === 200) isKilled ??= server.kill();
    });
    await expect(stopped).rejects.toThrow(/the server does not answer[^]*what was saved before stays/);
    await isKilled;
    await expect(index.search(clustered(5, 2), 3)).rejects.toThrow('the server does not answer');
    await server.start();
    expect((await index.search(clustered(5, 2), 3)).ids).toEqual(before.ids);
    await index.close();
    const told: number[] = [];
    await build(({ done }) => told.push(done));
    expect(told[0]).toBeGreaterThan(0);
    const whole = await openIndex(unfinished);
    expect((await whole.names()).rows.length).toBe(400);
    expect((await whole.exact(clustered(5, 2), 400)).rows.filter((row) => row < 0)).toHaveLength(0);
    await whole.close();
  }, 60_000);
});
