import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { buildIndex } from '../../src/galleryIndex/buildIndex.js';
import { removeFromIndex } from '../../src/galleryIndex/changeIndex.js';
import { neighbourLists } from '../../src/galleryIndex/neighbourLists.js';
import { openIndex } from '../../src/galleryIndex/openIndex.js';
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
