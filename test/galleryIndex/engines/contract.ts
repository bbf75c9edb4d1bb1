import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { buildIndex } from '../../../src/galleryIndex/buildIndex.js';
import { addToIndex, removeFromIndex } from '../../../src/galleryIndex/changeIndex.js';
import { engines } from '../../../src/galleryIndex/engines.js';
import { openIndex } from '../../../src/galleryIndex/openIndex.js';
import { exactSearch } from '../../../src/retrieval/ranking/exactSearch.js';
import { clustered, columns, folders, gallery } from '../vectors.js';

/** What an engine must find, at the least, of what exact search finds, with its most thorough settings. */
interface Promises {
  config: () => { kind: string } & Record<string, unknown>;
  /** Settings that find everything. */
  thorough: object;
}

const rows = 600;
const queries = clustered(12, 9);

/** A graph is built by several threads, in an order of its own each time, and may leave a vector out of reach. */
const leastFound = 0.98;

/** Share of the rows of exact lists that others have, list by list. */
export function shareOf(found: Int32Array, exact: Int32Array, k: number): number {
  let shared = 0;
  for (let first = 0; first < exact.length; first += k) {
    const own = new Set(found.subarray(first, first + k));
    shared += exact.subarray(first, first + k).filter((row) => own.has(row)).length;
  }
  return shared / exact.length;
}

/** The promises that every engine keeps. */
export function keepsItsPromises(name: string, { config, thorough }: Promises): void {
  const place = folders();
  const built = async (): Promise<string> => {
    const folder = place();
    await buildIndex(folder, gallery(rows), { engine: config(), rowsPerBatch: 200 });
    return folder;
  };

  test(`${name} finds what exact search finds, with its similarities and ids`, async () => {
    const index = await openIndex(await built());
    const found = await index.search(queries, 10, thorough);
    const exact = await exactSearch({ queries, gallery: clustered(rows, 1), k: 10 });
    expect(shareOf(found.rows, exact.rows, 10)).toBeGreaterThan(leastFound);
    expect(found.ids).toEqual([...found.rows].map((row) => `p${row}`));
    const all = await exactSearch({ queries, gallery: clustered(rows, 1), k: rows });
    found.rows.forEach((row, n) => {
      const query = Math.floor(n / 10) * rows;
      const place = all.rows.subarray(query, query + rows).indexOf(row);
      expect(found.scores[n]).toBeCloseTo(all.scores[query + place], 5);
    });
    expect([...(await index.exact(queries, 10)).rows]).toEqual([...exact.rows]);
    await index.close();
  });

  test(`${name} finds what is added and not what is removed, without opening it again`, async () => {
    const folder = await built();
    const index = await openIndex(folder);
    const added = { ...gallery(3), source: { data: queries.data.slice(0, 3 * columns), rows: 3, columns } };
    await addToIndex(folder, { ...added, ids: ['x0', 'x1', 'x2'] });
    const first = { data: queries.data.slice(0, 3 * columns), rows: 3, columns };
    expect((await index.search(first, 1, thorough)).ids).toEqual(['x0', 'x1', 'x2']);
    const { removed, unknown, record } = await removeFromIndex(folder, ['x0', 'p5', 'nobody']);
    expect({ removed, unknown, left: record.rows - record.removed }).toEqual({
      removed: 2,
      unknown: ['nobody'],
      left: rows + 1,
    });
    const left = await index.search(first, rows, thorough);
    expect(left.ids).not.toContain('x0');
    expect(left.ids).not.toContain('p5');
    expect((await index.search(first, 1, thorough)).ids.slice(1)).toEqual(['x1', 'x2']);
    expect(await index.rowsOf(['x0', 'x1', 'p4'])).toEqual(
      new Map([
        ['x1', [rows + 1]],
        ['p4', [4]],
      ]),
    );
    const exact = await index.exact(first, 2);
    expect(exact.ids).not.toContain('x0');
    await index.close();
  });

  test(`a stopped build with ${name} goes on, and nothing is counted twice`, async () => {
    const folder = place();
    const stop = new AbortController();
    const stopped = buildIndex(folder, gallery(rows), {
      engine: config(),
      rowsPerBatch: 100,
      saveEvery: 0,
      signal: stop.signal,
      onProgress: ({ done }) => done === 300 && stop.abort(new Error('stopped')),
    });
    await expect(stopped).rejects.toThrow('stopped');
    await expect(openIndex(folder)).rejects.toThrow('There is no index in the folder');
    const told: number[] = [];
    const onProgress = ({ done }: { done: number }): void => void told.push(done);
    await buildIndex(folder, gallery(rows), { engine: config(), rowsPerBatch: 100, onProgress });
    expect(told[0]).toBe(300);
    const index = await openIndex(folder);
    const held: number[] = [];
    for await (const some of index.held()) held.push(...Array.from(some.rows));
    expect(held).toEqual(Array.from({ length: rows }, (_, row) => row));
    expect((await index.search(queries, 5, thorough)).rows).toEqual((await index.exact(queries, 5)).rows);
    await index.close();
  });

  test(`whoever searches ${name} goes on while another index takes its place`, async () => {
    const folder = await built();
    const index = await openIndex(folder);
    const before = await index.search(queries, 1, thorough);
    let whileBuilding: string[] = [];
    await buildIndex(folder, gallery(rows, 2, 'new'), {
      engine: config(),
      onProgress: ({ done, what }) => {
        if (done === rows && what.startsWith('making'))
          void index.search(queries, 1, thorough).then(({ ids }) => (whileBuilding = ids));
      },
    });
    const after = await index.search(queries, 1, thorough);
    expect(whileBuilding).toEqual(before.ids);
    expect(after.ids.every((id) => id.startsWith('new'))).toBe(true);
    expect(after.rows).toEqual((await exactSearch({ queries, gallery: clustered(rows, 2), k: 1 })).rows);
    await index.close();
    // The one before stays for others who read it still; with the next build it goes.
    await buildIndex(folder, gallery(40, 3), { engine: config() });
    const kept = readdirSync(folder).filter((file) => file.startsWith('generation'));
    expect(kept.sort()).toEqual(['generation-2', 'generation-3']);
  });

  test(`${name} says what it is and which settings are tried`, () => {
    const engine = engines[name];
    const { what, source, use, schema, settings } = engine;
    expect([what, source, use].every(Boolean)).toBe(true);
    const full = schema.parse(config());
    const ways = engine.tried(full);
    expect(ways.length).toBeGreaterThan(0);
    for (const way of ways) expect(settings.safeParse(way).success).toBe(true);
    expect(settings.safeParse({ nonsense: 1 }).success).toBe(false);
  });
}
