import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildIndex } from '../../../src/galleryIndex/buildIndex.js';
import { addToIndex, removeFromIndex } from '../../../src/galleryIndex/changeIndex.js';
import { openIndex } from '../../../src/galleryIndex/openIndex.js';
import { embeddingMatrix } from '../../../src/vectors/embeddingMatrix.js';
import { clustered, folders, gallery } from '../vectors.js';
import { keepsItsPromises } from './contract.js';
import { postgresPrograms, startPostgres, type OwnPostgres } from './postgres.js';

const programs = postgresPrograms();
const place = folders();

test('vectors that PostgreSQL makes no index of, and a password in the address, are refused before anything is built', async () => {
  const long = embeddingMatrix(new Float32Array(4002).fill(1), 2, 2001);
  const wide = { source: long, rows: 2, columns: 2001 };
  await expect(buildIndex(place(), wide, { engine: { kind: 'pgvector' } })).rejects.toThrow(
    /at most 2000 numbers[\s\S]*2001/,
  );
  const engine = { kind: 'pgvector', url: 'postgres://me:secret@127.0.0.1/db' };
  const refused = buildIndex(place(), gallery(2), { engine });
  await expect(refused).rejects.toThrow('PGPASSWORD');
  await expect(refused).rejects.not.toThrow('secret');
});

test('a server that is not there is named', async () => {
  const engine = { kind: 'pgvector', url: 'postgres://me@127.0.0.1:1/db' };
  await expect(buildIndex(place(), gallery(2), { engine })).rejects.toThrow(
    /the server does not answer[\s\S]*ECONNREFUSED[\s\S]*start the server/,
  );
});

describe.skipIf(!programs)('with PostgreSQL (npm run setup postgres)', () => {
  let postgres: OwnPostgres;
  beforeAll(async () => {
    postgres = await startPostgres(programs!);
  });
  afterAll(() => postgres.remove());

  keepsItsPromises('pgvector', {
    config: () => ({ kind: 'pgvector', url: postgres?.url ?? 'postgres:///none' }),
    thorough: { ef: 1000 },
  });

  const tables = async (): Promise<string[]> => {
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    const { rows } = await client.query<{ tablename: string }>(
      "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
    );
    await client.end();
    return rows.map(({ tablename }) => tablename);
  };

  test('parts of the space, and every vector', async () => {
    for (const search of ['exact', 'ivfFlat']) {
      const folder = place();
      await buildIndex(folder, gallery(200), {
        engine: { kind: 'pgvector', url: postgres.url, search, lists: 5 },
      });
      const index = await openIndex(folder);
      const found = await index.search(clustered(5, 3), 5, { probes: 5 });
      expect(found.rows).toEqual((await index.exact(clustered(5, 3), 5)).rows);
      expect(await index.bytes()).toBeGreaterThan(200 * 64);
      await index.close();
    }
  });

  test('tables of indexes that nobody reads any more go', async () => {
    const [folder, before] = [place(), await tables()];
    const engine = { kind: 'pgvector', url: postgres.url, search: 'exact' };
    for (const rows of [5, 6, 7]) await buildIndex(folder, gallery(rows), { engine });
    expect((await tables()).length - before.length).toBe(2);
  });

  test('what a stopped call left in the table does not count, and goes with the next change', async () => {
    const folder = place();
    const engine = { kind: 'pgvector', url: postgres.url, search: 'exact' };
    const { name } = await buildIndex(folder, gallery(20), { engine });
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    await client.query(`INSERT INTO ${name} SELECT 20, 'left', embedding FROM ${name} WHERE row = 3`);
    const index = await openIndex(folder);
    expect((await index.search(clustered(20, 1), 20)).ids).not.toContain('left');
    await removeFromIndex(folder, ['p0']);
    const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM ${name}`);
    expect(rows[0].count).toBe('19');
    await client.end();
    await index.close();
  });

  test('a second writer from elsewhere is refused by its connection', async () => {
    const folder = place();
    const engine = { kind: 'pgvector', url: postgres.url, search: 'exact' };
    const { name } = await buildIndex(folder, gallery(20), { engine });
    const other = new pg.Client({ connectionString: postgres.url });
    await other.connect();
    await other.query('SELECT pg_advisory_lock(hashtext($1))', [name]);
    await expect(removeFromIndex(folder, ['p0'])).rejects.toThrow(
      /Somebody else is writing[\s\S]*connection \d+/,
    );
    await other.end();
    expect((await removeFromIndex(folder, ['p0'])).removed).toBe(1);
  });

  test('a server that goes away in the middle is named; once it is back, the same calls go on and nothing is lost', async () => {
    const [folder, unfinished] = [place(), place()];
    const engine = { kind: 'pgvector', url: postgres.url };
    await buildIndex(folder, gallery(60), { engine });
    const index = await openIndex(folder);
    const before = await index.search(clustered(5, 2), 3);
    let isKilled: Promise<void> | undefined;
    const build = buildIndex(unfinished, gallery(400), {
      engine,
      rowsPerBatch: 50,
      saveEvery: 0,
      onProgress: ({ done }) => {
        if (done === 200) isKilled ??= postgres.kill();
      },
    });
    await expect(build).rejects.toThrow(/the server does not answer[\s\S]*what was saved before stays/);
    await isKilled;
    await expect(index.search(clustered(5, 2), 3)).rejects.toThrow('the server does not answer');
    await expect(addToIndex(folder, gallery(2, 3, 'n'))).rejects.toThrow('the server does not answer');
    await postgres.start();
    expect((await index.search(clustered(5, 2), 3)).ids).toEqual(before.ids);
    await index.close();
    const told: number[] = [];
    await buildIndex(unfinished, gallery(400), {
      engine,
      rowsPerBatch: 50,
      onProgress: ({ done }) => told.push(done),
    });
    expect(told[0]).toBeGreaterThan(0);
    const whole = await openIndex(unfinished);
    expect((await whole.names()).rows.length).toBe(400);
    expect((await whole.exact(clustered(5, 2), 400)).rows.filter((row) => row < 0)).toHaveLength(0);
    await whole.close();
  }, 60_000);
});
