import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { buildIndex } from '../../src/galleryIndex/buildIndex.js';
import { removeFromIndex } from '../../src/galleryIndex/changeIndex.js';
import { neighbourLists } from '../../src/galleryIndex/neighbourLists.js';
import { openIndex, type GalleryIndex } from '../../src/galleryIndex/openIndex.js';
import { cosineLists } from '../../src/rankers/cosineLists.js';
import { selectRows } from '../../src/vectors/embeddingMatrix.js';
import { shareOf } from './engines/contract.js';
import { clustered, folders, gallery } from './vectors.js';

const place = folders();
beforeAll(() => selectBackend());

test.each([{ kind: 'exact' }, { kind: 'usearch' }])(
  'lists by $kind are those of all pairs',
  async (engine) => {
    const folder = place();
    await buildIndex(folder, gallery(600), { engine });
    const index = await openIndex(folder);
    const { lists, ids } = await neighbourLists(index, {
      length: 5,
      ...(engine.kind === 'usearch' && { settings: { ef: 600 } }),
    });
    await index.close();
    const exact = await cosineLists(clustered(600, 1), 5);
    expect(ids.slice(0, 3)).toEqual(['p0', 'p1', 'p2']);
    expect(shareOf(lists.indices, exact.indices, 5)).toBeGreaterThan(engine.kind === 'exact' ? 0.999 : 0.98);
  },
);

test('what was removed is in no list, and rows close up', async () => {
  const folder = place();
  await buildIndex(folder, gallery(40), { engine: { kind: 'exact' } });
  await removeFromIndex(folder, ['p0', 'p7']);
  const index = await openIndex(folder);
  const { lists, ids } = await neighbourLists(index, { length: 4 });
  const left = Array.from({ length: 40 }, (_, row) => row).filter((row) => row !== 0 && row !== 7);
  expect(ids).toEqual(left.map((row) => `p${row}`));
  expect(lists.indices).toEqual((await cosineLists(selectRows(clustered(40, 1), left), 4)).indices);
  await expect(neighbourLists(index, { length: 39 })).rejects.toThrow(/longer[^]*at most 38[^]*39/);
  await index.close();
});

test('memory holds the lists and a block of vectors, not the vectors', async () => {
  const [rows, columns, length, rowsPerBlock] = [200_000, 512, 4, 2000];
  const names = {
    rows: Int32Array.from({ length: rows }, (_, row) => row),
    ids: new Array<string>(rows).fill(''),
  };
  // One buffer for all blocks, whose vectors begin with their row: a reader that kept one would find others.
  const buffer = new Float32Array(rowsPerBlock * columns);
  const before = process.memoryUsage().arrayBuffers;
  let [most, searched] = [0, 0];
  const index: Pick<GalleryIndex, 'folder' | 'names' | 'held' | 'search'> = {
    folder: 'index',
    names: () => Promise.resolve(names),
    async *held() {
      for (let first = 0; first < rows; first += rowsPerBlock) {
        await Promise.resolve();
        for (let n = 0; n < rowsPerBlock; n++) buffer[n * columns] = first + n;
        const vectors = { data: buffer, rows: rowsPerBlock, columns };
        yield { rows: names.rows.subarray(first, first + rowsPerBlock), vectors };
      }
    },
    search: (queries, k) => {
      searched = Math.max(searched, queries.rows);
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
      const found = Array.from({ length: queries.rows }, (_, n) => queries.data[n * columns]);
      return Promise.resolve({
        k,
        rows: Int32Array.from(
          found.flatMap((row) => Array.from({ length: k }, (_, next) => (row + next) % rows)),
        ),
        scores: new Float32Array(queries.rows * k).fill(0.5),
        ids: [],
      });
    },
  };
  const { lists } = await neighbourLists(index as GalleryIndex, { length });
  expect([...lists.indices.slice(-length)]).toEqual([rows - 1, 0, 1, 2]);
  expect(searched).toBeLessThanOrEqual(256);
  // The lists are 6.4 MB, a block 4 MB, all vectors 410 MB.
  expect(most).toBeLessThan(60e6);
});
