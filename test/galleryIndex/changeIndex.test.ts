import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { holdFolder } from '../../src/base/files/owning.js';
import { buildIndex } from '../../src/galleryIndex/buildIndex.js';
import { addToIndex, removeFromIndex } from '../../src/galleryIndex/changeIndex.js';
import { openIndexGallery } from '../../src/galleryIndex/indexGallery.js';
import { openIndex } from '../../src/galleryIndex/openIndex.js';
import { writeEmbeddingFile } from '../../src/vectors/writeEmbeddingFile.js';
import { clustered, columns, folders, gallery } from './vectors.js';

const place = folders();
const engine = { kind: 'exact' };
const model = { name: 'mobileNetV2@224', identity: 'a'.repeat(64) };

async function built(rows = 50): Promise<string> {
  const folder = place();
  await buildIndex(folder, { ...gallery(rows), model }, { engine });
  return folder;
}

const rowsIn = async (folder: string): Promise<number[]> => {
  const index = await openIndex(folder);
  const { rows } = await index.names();
  await index.close();
  return [...rows];
};

test('vectors of another model, of other weights, of no known model and of another dimension are refused by name', async () => {
  const folder = await built();
  const add = (given: object) => addToIndex(folder, { ...gallery(2, 3, 'n'), ...given });
  await expect(add({ model: { name: 'resNet@224', identity: 'b' } })).rejects.toThrow(
    /another model[\s\S]*mobileNetV2@224[\s\S]*resNet@224/,
  );
  await expect(add({ model: { ...model, identity: 'b' } })).rejects.toThrow('other weights');
  await expect(add({})).rejects.toThrow('not known which model');
  await expect(
    add({ model, columns: 8, source: { ...clustered(1, 1), rows: 2, columns: 8 } }),
  ).rejects.toThrow(/dimension[\s\S]*16 numbers each[\s\S]*8/);
  expect(await rowsIn(folder)).toHaveLength(50);
  await add({ model: { name: model.name, identity: '' } });
  expect(await rowsIn(folder)).toHaveLength(52);
});

test('the model is what asym extract notes beside the vectors', async () => {
  const file = `${place()}.npy`;
  await writeEmbeddingFile(file, { matrix: clustered(4, 1), ids: ['a', 'b', 'c', 'd'] });
  expect((await openIndexGallery(file)).model).toBeUndefined();
  const manifest = { model: 'weights', modelName: 'small@32', columns, size: 'square 32', scales: '1' };
  writeFileSync(file.replace('.npy', '.manifest.json'), JSON.stringify(manifest));
  const { model: noted } = await openIndexGallery(file);
  expect(noted?.name).toBe('small@32');
  writeFileSync(file.replace('.npy', '.manifest.json'), JSON.stringify({ ...manifest, scales: '1 2' }));
  expect((await openIndexGallery(file)).model?.identity).not.toBe(noted?.identity);
});

test('ids that are there are refused, and may come again once they are removed', async () => {
  const folder = await built();
  const again = { ...gallery(3, 4), model };
  await expect(addToIndex(folder, again)).rejects.toThrow(
    /has vectors with these ids[\s\S]*3 that are[\s\S]*p0/,
  );
  await removeFromIndex(folder, ['p0', 'p1', 'p2']);
  await addToIndex(folder, again);
  const index = await openIndex(folder);
  expect((await index.rowsOf(['p0'])).get('p0')).toEqual([50]);
  const { ids } = await index.search(clustered(3, 4), 1);
  expect(ids).toEqual(['p0', 'p1', 'p2']);
  await index.close();
});

test('twice the same id, zero vectors and ids with line ends are refused before anything is written', async () => {
  const folder = await built();
  const some = { ...gallery(2, 5, 'n'), model };
  await expect(addToIndex(folder, { ...some, ids: ['n', 'n'] })).rejects.toThrow('"n" as row 0');
  const zeros = { ...clustered(2, 5), data: new Float32Array(2 * columns) };
  await expect(addToIndex(folder, { ...some, source: zeros })).rejects.toThrow('zero');
  await expect(addToIndex(folder, { ...some, ids: ['n\n', 'm'] })).rejects.toThrow('cannot be kept');
  expect(await rowsIn(folder)).toHaveLength(50);
  await addToIndex(folder, some);
  expect(await rowsIn(folder)).toHaveLength(52);
});

test('everything may be removed, and an empty index says so', async () => {
  const folder = await built(3);
  await removeFromIndex(folder, ['p0', 'p1', 'p2']);
  const index = await openIndex(folder);
  await expect(index.search(clustered(1, 1), 1)).rejects.toThrow('The index is empty');
  await addToIndex(folder, { ...gallery(1, 6, 'n'), model });
  expect((await index.search(clustered(1, 6), 1)).ids).toEqual(['n0']);
  await index.close();
});

test('a second writer is refused by name, whoever searches is not', async () => {
  const folder = await built();
  const letGo = await holdFolder(folder);
  await expect(removeFromIndex(folder, ['p1'])).rejects.toThrow(
    /Somebody else is writing[\s\S]*another call/,
  );
  await expect(buildIndex(folder, gallery(5), { engine })).rejects.toThrow('Somebody else is writing');
  expect(await rowsIn(folder)).toHaveLength(50);
  await letGo();
  expect((await removeFromIndex(folder, ['p1'])).removed).toBe(1);
});

test('a writer that is killed at any moment leaves the index as it was or as it will be, and the same call ends it', async () => {
  const folder = await built(400);
  for (let attempt = 0; attempt < 6; attempt++) {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'addForEver.mjs'), folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    await new Promise((resolve) => setTimeout(resolve, 7 * attempt));
    child.kill('SIGKILL');
    await once(child, 'exit');
    const index = await openIndex(folder);
    const { rows, ids } = await index.names();
    expect(new Set(ids).size).toBe(rows.length);
    expect((rows.length - 400) % 20).toBe(0);
    expect([...rows]).toEqual(Array.from({ length: rows.length }, (_, row) => row));
    const { ids: found } = await index.search(clustered(5, 1), 1);
    expect(found).toEqual(['p0', 'p1', 'p2', 'p3', 'p4']);
    await index.close();
  }
  const before = (await rowsIn(folder)).length;
  await addToIndex(folder, { ...gallery(7, 8, 'end'), model });
  expect(await rowsIn(folder)).toHaveLength(before + 7);
  const left = readdirSync(join(folder, 'generation-1', 'engine'));
  expect(left.filter((name) => !name.endsWith('.npy'))).toEqual([]);
}, 60_000);
