import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildIndex } from '../../../src/galleryIndex/buildIndex.js';
import { addToIndex, removeFromIndex } from '../../../src/galleryIndex/changeIndex.js';
import type { IndexGallery } from '../../../src/galleryIndex/indexGallery.js';
import { openIndex } from '../../../src/galleryIndex/openIndex.js';
import type { Save, Version } from './save.js';

const engine = { kind: 'exact' };

/** Two vectors by their version. */
function gallery(version: Version): IndexGallery {
  const data = version === 'old' ? Float32Array.of(1, 0, 0, 1) : Float32Array.of(0.6, 0.8, 0.8, 0.6);
  return {
    source: { data, rows: 2, columns: 2 },
    rows: 2,
    columns: 2,
    ids: [`${version} 0`, `${version} 1`],
  };
}

/** What whoever searches finds; nothing where there is no index. */
async function read(folder: string): Promise<unknown> {
  if (!existsSync(join(folder, 'index.json'))) return undefined;
  const index = await openIndex(folder);
  const { ids, scores } = await index.search({ data: Float32Array.of(0.28, 0.96), rows: 1, columns: 2 }, 4);
  await index.close();
  return { ids, scores: [...scores] };
}

const has = async (folder: string, id: string): Promise<boolean> => {
  const index = await openIndex(folder);
  const { size } = await index.rowsOf([id]);
  await index.close();
  return size > 0;
};

/** Makes the index with the old vectors where there is none. */
async function begun(folder: string): Promise<void> {
  if (!existsSync(join(folder, 'index.json'))) await buildIndex(folder, gallery('old'), { engine });
}

/** What is written of an index: a build beside another one, vectors that are added, vectors that are removed. */
export const indexSaves: Save[] = [
  {
    name: 'an index',
    write: (folder, version) => buildIndex(folder, gallery(version), { engine }),
    read,
  },
  {
    name: 'vectors added to an index',
    async write(folder, version) {
      await begun(folder);
      if (version === 'new' && !(await has(folder, 'new 0'))) await addToIndex(folder, gallery('new'));
    },
    read,
  },
  {
    name: 'vectors removed from an index',
    async write(folder, version) {
      await begun(folder);
      if (version === 'new') await removeFromIndex(folder, ['old 0']);
    },
    read,
  },
];
