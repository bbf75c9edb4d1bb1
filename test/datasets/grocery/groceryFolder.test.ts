import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { groceryFiles } from '../../../src/datasets/grocery/embeddedGroceries.js';
import { type GroceryFolder, writeGroceryFolder } from '../../../src/datasets/grocery/groceryFolder.js';
import { checkDataset } from '../../../src/datasets/own/checkDataset.js';
import { openPhotoTable } from '../../../src/datasets/embedded/photoTable.js';
import { embeddedGroceriesFolder } from '../../../src/datasets/grocery/embeddedGroceries.js';
import { readEmbeddingFile } from '../../../src/vectors/readEmbeddingFile.js';
import { unitLength } from '../../../src/vectors/unitLength.js';

const base = mkdtempSync(join(tmpdir(), 'grocery-folder-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const filesOf = ({ photos }: GroceryFolder): string[] =>
  readdirSync(photos).flatMap((label) => readdirSync(join(photos, label)).map((name) => `${label}/${name}`));

describe('a folder cut from the groceries', () => {
  let written: GroceryFolder;
  beforeAll(async () => {
    written = await writeGroceryFolder(join(base, 'mine'), { labels: 5, perLabel: 4 });
  });

  test('is a data set without problems: so many labels, so many photos of each', async () => {
    expect(await checkDataset(written.photos)).toMatchObject({
      kind: 'folder',
      pictures: 20,
      labels: 5,
      problems: [],
    });
    for (const label of readdirSync(written.photos)) {
      expect(readdirSync(join(written.photos, label))).toHaveLength(4);
    }
  });

  test('has the very photo and the very vector of each picture', async () => {
    const folder = embeddedGroceriesFolder();
    const { photos, pictures } = await openPhotoTable(join(folder, groceryFiles.photos));
    const encoded = await pictures();
    const all = await readEmbeddingFile(join(folder, groceryFiles.galleryVectors));
    const directions = unitLength(all.matrix);
    const { matrix, ids } = await readEmbeddingFile(written.vectors);
    expect(new Set(ids)).toEqual(new Set(filesOf(written)));
    ids!.forEach((id, n) => {
      const [label, file] = id.split('/') as [string, string];
      const [origin, name] = [file.slice(0, file.indexOf('-')), file.slice(file.indexOf('-') + 1, -5)];
      const row = photos.findIndex(
        (photo) => photo.label === label && photo.origin === origin && photo.id.endsWith(`/${name}.jpg`),
      );
      expect(readFileSync(join(written.photos, id)).equals(encoded[row])).toBe(true);
      const place = all.ids!.indexOf(photos[row].id) * matrix.columns;
      expect(matrix.data.subarray(n * matrix.columns, (n + 1) * matrix.columns)).toEqual(
        directions.data.subarray(place, place + matrix.columns),
      );
    });
  });

  test('is not written by two at once', async () => {
    const folder = join(base, 'two');
    const cut = (seed: number) => writeGroceryFolder(folder, { labels: 2, perLabel: 2, seed });
    const [first, second] = await Promise.allSettled([cut(0), cut(1)]);
    expect([first.status, second.status].sort()).toEqual(['fulfilled', 'rejected']);
    const refused = (first.status === 'rejected' ? first : second) as PromiseRejectedResult;
    expect(String(refused.reason)).toMatch(/Somebody else is writing[^]*two/);
    expect(readdirSync(folder).sort()).toEqual(['licence.txt', 'photos', 'vectors.parquet']);
    const { photos, vectors } = { photos: join(folder, 'photos'), vectors: join(folder, 'vectors.parquet') };
    expect(new Set((await readEmbeddingFile(vectors)).ids)).toEqual(new Set(filesOf({ photos, vectors })));
  });

  test('carries the licence of the photos', () => {
    expect(readFileSync(join(base, 'mine', 'licence.txt'), 'utf8')).toMatch(
      /Grocery Store Dataset[^]*MIT License/,
    );
  });

  test('is the same for the same seed and another for another', async () => {
    const cut = (name: string, seed: number) =>
      writeGroceryFolder(join(base, name), { labels: 5, perLabel: 4, seed });
    expect(filesOf(await cut('again', 0))).toEqual(filesOf(written));
    expect(filesOf(await cut('other', 1))).not.toEqual(filesOf(written));
  });

  test('is refused where the groceries do not suffice, before anything is written', async () => {
    const folder = join(base, 'none');
    await expect(writeGroceryFolder(folder, { labels: 2, perLabel: 140 })).rejects.toThrow(
      /at most 1 labels with 140 photos[^]*found: 2 labels/,
    );
    await expect(writeGroceryFolder(folder, { labels: 0 })).rejects.toThrow(/at least one label/);
    expect(readdirSync(base)).not.toContain('none');
  });
});
