import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { checksumFile } from '../../../src/base/files/listedFiles.js';
import { sha256OfFile } from '../../../src/base/files/sha256.js';
import { openPhotoTable } from '../../../src/datasets/embedded/photoTable.js';
import {
  embeddedGroceries,
  embeddedGroceriesFolder,
  groceryFiles,
} from '../../../src/datasets/grocery/embeddedGroceries.js';
import { embeddedPicture } from '../../../src/datasets/grocery/encodeGroceryPhotos.js';
import { grocerySource } from '../../../src/datasets/grocery/groceryDescription.js';
import { findGroceryStore, groceryStoreDataset } from '../../../src/datasets/grocery/groceryStoreDataset.js';
import { openDataset } from '../../../src/datasets/openDataset.js';
import type { RetrievalSplit } from '../../../src/datasets/types.js';
import { pictureDimensions } from '../../../src/images/decodePicture.js';
import { shrinkPicture } from '../../../src/images/shrinkPicture.js';
import { openParquetTable } from '../../../src/vectors/formats/parquetTable.js';

const base = mkdtempSync(join(tmpdir(), 'embedded-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const names = Object.values(groceryFiles);
const fileOf = (name: string): string => join(embeddedGroceriesFolder(), name);

describe('the files of the embedded groceries', () => {
  test('are the committed ones, in at most 30 MB', async () => {
    const lines = readFileSync(fileOf(checksumFile), 'utf8').trim().split('\n');
    const found = await Promise.all(
      names.map(async (name) => `${await sha256OfFile(fileOf(name))}  ${name}`),
    );
    expect(found).toEqual(lines);
    const bytes = names.reduce((sum, name) => sum + statSync(fileOf(name)).size, 0);
    expect(bytes).toBeLessThanOrEqual(30e6);
  });

  test.each(names)('%s says where it comes from, with the licence in full', async (name) => {
    const { notes } = await openParquetTable(fileOf(name));
    expect(notes).toMatchObject({
      licence: 'MIT',
      author: 'Marcus Klasson',
      source: grocerySource.repository,
      commit: grocerySource.commit,
      madeBy: 'asym data pack grocery --from FOLDER',
    });
    expect(notes.licenceText).toMatch(/Copyright \(c\) 2019 Marcus Klasson[^]*Permission is hereby granted/);
    if (name === groceryFiles.photos) expect(notes.picture).toMatch(/WebP of quality 70.*112 pixels/);
    else
      expect(notes).toMatchObject({
        model: /@/,
        weights: /SHA-256 [0-9a-f]{64}/,
        modelIdentity: /^[0-9a-f]{64}$/,
      });
  });

  test('hold every photo, in its own shape', async () => {
    const { photos, pictures } = await openPhotoTable(fileOf(groceryFiles.photos));
    const count = (origin: string) => photos.filter((photo) => photo.origin === origin).length;
    expect(Object.fromEntries(['train', 'val', 'test', 'studio'].map((o) => [o, count(o)]))).toEqual(
      grocerySource.counts,
    );
    const encoded = await pictures();
    for (const row of [0, 1234, 3000, 5501]) {
      const { width, height, id } = photos[row];
      expect(await pictureDimensions(encoded[row], id)).toEqual({ width, height });
    }
    expect(Math.max(...photos.map(({ width, height }) => Math.min(width, height)))).toBe(
      embeddedPicture.shortSide,
    );
    expect(new Set(photos.map(({ coarseLabel }) => coarseLabel)).size).toBe(43);
  });
});

describe('the embedded groceries', () => {
  test('are what the name grocery opens, with the published splits', async () => {
    const dataset = await openDataset('grocery');
    expect([dataset.records.length, dataset.labelNames.length]).toEqual([5502, 81]);
    const sizes = Object.values(dataset.splits).map(({ name, fit, queries, gallery }) => [
      name,
      fit.length,
      queries.length,
      gallery.length,
    ]);
    expect(sizes).toEqual([
      ['unseen', 1493, 1197, 1197],
      ['unseen-cross-visit', 1493, 1197, 1443],
      ['official', 2936, 2485, 2936],
      ['studio', 2936, 2485, 81],
      ['validation', 1089, 404, 404],
    ]);
  });

  test('decode a few pictures without keeping all', async () => {
    const cacheFolder = join(base, 'cache');
    const dataset = await embeddedGroceries({ cacheFolder, vectors: [] });
    const pixels = await dataset.pixels([5, 5501], { size: 96, keep: false });
    expect(pixels.length).toBe(2 * 96 * 96 * 3);
    expect(new Set(pixels).size).toBeGreaterThan(200);
    expect(existsSync(cacheFolder)).toBe(false);
  });

  test('have another fingerprint when a file is left out, and are refused when one is another', async () => {
    const folder = join(base, 'copy');
    cpSync(embeddedGroceriesFolder(), folder, { recursive: true });
    const [all, photos] = [
      await embeddedGroceries({ folder }),
      await embeddedGroceries({ folder, vectors: [] }),
    ];
    expect(all.fingerprint).toBe((await openDataset('grocery')).fingerprint);
    expect(photos.fingerprint).not.toBe(all.fingerprint);
    const vectors = readFileSync(join(folder, groceryFiles.galleryVectors));
    vectors[vectors.length >> 1] ^= 1;
    writeFileSync(join(folder, groceryFiles.galleryVectors), vectors);
    await expect(embeddedGroceries({ folder })).rejects.toThrow(/not what was written[^]*gallery-vectors/);
    rmSync(join(folder, groceryFiles.queryFeatures));
    await expect(embeddedGroceries({ folder })).rejects.toThrow(
      /missing[^]*query-features\.parquet[^]*asym data pack/,
    );
  });
});

const originals = findGroceryStore();

describe.skipIf(!originals)('the originals (skipped where they are not)', () => {
  test('have the ids, labels and splits of the embedded ones', async () => {
    const [own, embedded] = [await groceryStoreDataset({ folder: originals! }), await openDataset('grocery')];
    const facts = ({ id, label, origin }: { id: string; label: string; origin: string }) => [
      id,
      label,
      origin,
    ];
    expect(embedded.records.map(facts)).toEqual(own.records.map(facts));
    expect(embedded.labelNames).toEqual(own.labelNames);
    const rows = ({ fit, queries, gallery }: RetrievalSplit) => [fit, queries, gallery];
    expect(Object.values(embedded.splits).map(rows)).toEqual(Object.values(own.splits).map(rows));
  });

  test('made small are the embedded pictures, byte for byte', async () => {
    const { records } = await groceryStoreDataset({ folder: originals! });
    const { photos, pictures } = await openPhotoTable(fileOf(groceryFiles.photos));
    const encoded = await pictures();
    for (let row = 7; row < records.length; row += 137) {
      const { picture, width, height } = await shrinkPicture(records[row].path!, embeddedPicture);
      expect(photos[row]).toMatchObject({ width, height });
      expect(Buffer.from(picture).equals(encoded[row]), records[row].id).toBe(true);
    }
  });
});
