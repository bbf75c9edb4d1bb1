import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSearchedGallery } from '../../src/trainedModels/searchedGallery.js';
import { parseRunConfig } from '../../src/experiments/runConfig.js';
import { readEmbeddingFile } from '../../src/vectors/readEmbeddingFile.js';
import { galleryBlocks, type GallerySource } from '../../src/vectors/gallery/gallerySource.js';
import { writeEmbeddingFile } from '../../src/vectors/writeEmbeddingFile.js';
import { toyFolder, type ToyFolder } from './toyModel.js';

let toy: ToyFolder;
let vectors: string;
beforeAll(async () => {
  toy = await toyFolder();
  vectors = join(toy.folder, 'vectors.npy');
  const data = Float32Array.from([3, 0, 0, 0, 5, 0, 0, 3, 4]);
  await writeEmbeddingFile(vectors, { matrix: { data, rows: 3, columns: 3 } });
});
afterAll(() => toy.remove());

async function numbers(source: GallerySource): Promise<number[]> {
  const rows: number[] = [];
  for await (const { data } of galleryBlocks(source, 2)) rows.push(...data);
  return rows;
}

test('a gallery has rows of length 1, called by their ids or else by their numbers', async () => {
  const gallery = await openSearchedGallery({ gallery: vectors }, toy.config, 3);
  const rows = await numbers(gallery.source);
  [1, 0, 0, 0, 1, 0, 0, 0.6, 0.8].forEach((value, i) => expect(rows[i]).toBeCloseTo(value, 6));
  expect(gallery.id(2)).toBe('2');
  const ids = join(toy.folder, 'ids.txt');
  writeFileSync(ids, 'x\ny\nz\n');
  const named = await openSearchedGallery({ gallery: vectors, ids }, undefined, 3);
  expect(named.id(2)).toBe('z');
});

test('a gallery in memory is the same as its file, and has its ids with it', async () => {
  const file = await readEmbeddingFile(vectors);
  const fromFile = await openSearchedGallery({ gallery: vectors }, undefined, 3);
  const gallery = await openSearchedGallery({ gallery: { ...file, ids: ['x', 'y', 'z'] } }, undefined, 3);
  expect(await numbers(gallery.source)).toEqual(await numbers(fromFile.source));
  expect([gallery.name, gallery.rows, gallery.id(1)]).toEqual([vectors, 3, 'y']);
  await expect(openSearchedGallery({ gallery: file, ids: 'ids.txt' }, undefined, 3)).rejects.toThrow(
    /in memory has its ids/,
  );
});

test('a gallery must have the dimension of the query model, and vectors that were not treated', async () => {
  const other = openSearchedGallery({ gallery: vectors }, toy.config, 4);
  await expect(other).rejects.toMatchObject({ details: { kind: 'data' } });
  await expect(other).rejects.toThrow(/4/);
  const treated = parseRunConfig({ ...toy.config, galleryTreatment: 'pca' });
  await expect(openSearchedGallery({ gallery: vectors }, treated, 3)).rejects.toThrow(/galleryTreatment/);
});

test('a gallery must be named where the training run does not tell it', async () => {
  await expect(openSearchedGallery({}, undefined, 3)).rejects.toThrow('--gallery');
  await expect(openSearchedGallery({ ids: 'ids.txt' }, toy.config, 3)).rejects.toThrow('--gallery');
});
