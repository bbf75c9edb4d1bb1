import { expect, test } from 'vitest';
import type { RunConfig } from '../../src/experiments/runConfig.js';
import { buildIndex } from '../../src/galleryIndex/buildIndex.js';
import { addToIndex, removeFromIndex } from '../../src/galleryIndex/changeIndex.js';
import { openIndex } from '../../src/galleryIndex/openIndex.js';
import { indexedGallery } from '../../src/trainedModels/indexedGallery.js';
import { openRankedGallery } from '../../src/trainedModels/rankedGallery.js';
import { galleryBlocks } from '../../src/vectors/gallery/gallerySource.js';
import { clustered, columns, folders, gallery } from '../galleryIndex/vectors.js';

const place = folders();
const queries = clustered(6, 5);

async function built(model?: { name: string; identity: string }): Promise<string> {
  const folder = place();
  await buildIndex(folder, { ...gallery(80), ...(model && { model }) }, { engine: { kind: 'exact' } });
  return folder;
}

test('an index ranks as the vectors it was built of, also without the query itself', async () => {
  const folder = await built();
  const { ids } = gallery(80);
  const inMemory = { matrix: clustered(80, 1), ids: [...ids!] };
  const index = await openRankedGallery({ index: folder }, undefined, columns, {});
  const plain = await openRankedGallery({ gallery: inMemory }, undefined, columns, {});
  const [a, b] = [await index.rank(queries, 7), await plain.rank(queries, 7)];
  expect(a.ids).toEqual(b.ids);
  a.scores.forEach((score, n) => expect(score).toBeCloseTo(b.scores[n], 6));
  const own = { data: inMemory.matrix.data.slice(0, 2 * columns), rows: 2, columns };
  const without = await index.rank(own, 3, ['p0', 'p1']);
  expect(without.ids).toEqual((await plain.rank(own, 3, ['p0', 'p1'])).ids);
  expect(without.ids.slice(0, 3)).not.toContain('p0');
  await index.close();
});

test('an index of another gallery model than the query model’s, or of another dimension, is refused by name', async () => {
  const folder = await built({ name: 'mobileNetV2@224 average', identity: 'a' });
  const open = (run: object, dimension = columns) =>
    openRankedGallery({ index: folder }, run as RunConfig, dimension, {});
  const run = { gallery: { name: 'mobileNetV2' }, galleryTreatment: 'raw' };
  await (await open(run)).close();
  await expect(open({ ...run, gallery: { name: 'resNet50' } })).rejects.toThrow(
    /another gallery model[\s\S]*resNet50[\s\S]*mobileNetV2@224/,
  );
  await expect(open({ ...run, galleryTreatment: 'whitened' })).rejects.toThrow('trained for treated vectors');
  await expect(open(run, 8)).rejects.toThrow('another dimension');
});

test('an index as a gallery keeps its rows while others change it', async () => {
  const folder = await built();
  await removeFromIndex(folder, ['p3']);
  const index = await openIndex(folder);
  const shown = await indexedGallery(index, undefined, undefined, columns);
  expect([shown.rows, shown.id(3), shown.id(78)]).toEqual([79, 'p4', 'p79']);
  const vector = clustered(80, 1).data.slice(10 * columns, 11 * columns);
  expect((await shown.nearest!(vector, 1))[0]).toMatchObject({ row: 9 });
  await removeFromIndex(folder, ['p10', 'p79']);
  await addToIndex(folder, gallery(5, 7, 'n'));
  const found = (await shown.nearest!(vector, 82)).map(({ row }) => shown.id(row));
  expect(found).not.toContain('p10');
  expect(found).toHaveLength(77);
  const rows: number[] = [];
  for await (const block of galleryBlocks(shown.source, 50)) {
    for (let row = 0; row < block.rows; row++) {
      const some = block.data.subarray(row * columns, (row + 1) * columns);
      rows.push(some.every((value) => value === 0) ? 0 : 1);
      if (rows.length === 5)
        expect([...some]).toEqual(
          [...clustered(80, 1).data.subarray(5 * columns, 6 * columns)].map(
            (v) => expect.closeTo(v, 6) as number,
          ),
        );
    }
  }
  expect(rows).toHaveLength(79);
  expect(rows.flatMap((there, row) => (there ? [] : [shown.id(row)]))).toEqual(['p10', 'p79']);
  await index.close();
});
