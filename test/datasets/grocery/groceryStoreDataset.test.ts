import { appendFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fetchGroceryStore } from '../../../src/datasets/grocery/fetchGroceryStore.js';
import { findGroceryStore, groceryStoreDataset } from '../../../src/datasets/grocery/groceryStoreDataset.js';
import { writeGroceries } from './groceryFolder.js';

const base = mkdtempSync(join(tmpdir(), 'grocery-'));
const replica = join(base, 'replica');
const cacheFolder = join(base, 'cache');
afterAll(() => rmSync(base, { recursive: true, force: true }));

describe('a replica of the Grocery Store data set', () => {
  beforeAll(() => writeGroceries(replica));

  test('has the five splits', async () => {
    const dataset = await groceryStoreDataset({ folder: replica, cacheFolder });
    expect(dataset.labelNames.slice(0, 3)).toEqual(['C0', 'C1', 'C2']);
    const sizes = Object.values(dataset.splits).map(({ name, fit, queries, gallery, excludeSelf }) => [
      name,
      fit.length,
      queries.length,
      gallery.length,
      excludeSelf,
    ]);
    expect(sizes).toEqual([
      ['unseen', 20, 10, 10, true],
      ['unseen-cross-visit', 20, 10, 20, false],
      ['official', 40, 20, 40, false],
      ['studio', 40, 20, 10, false],
      ['validation', 12, 8, 8, true],
    ]);
    const origins = Array.from(dataset.splits.studio.gallery, (row) => dataset.records[row].origin);
    expect(new Set(origins)).toEqual(new Set(['studio']));
  });

  test('gives the pixels of its files', async () => {
    const dataset = await groceryStoreDataset({ folder: replica, cacheFolder });
    const row = dataset.records.findIndex(({ id }) => id === 'train/Fruit/C1/C1_0.jpg');
    for (const size of [8, 200]) {
      const pixels = await dataset.pixels([row], { size, framing: 'drawing' });
      const expected = [3 * 37, (3 * 91) % 256, 3 * 53];
      expected.forEach((value, channel) => expect(Math.abs(pixels[channel] - value)).toBeLessThan(5));
    }
  });

  test('every unusable line and every missing picture is named at once', async () => {
    const broken = join(base, 'broken');
    await writeGroceries(broken);
    const list = join(broken, 'dataset', 'train.txt');
    appendFileSync(list, 'train/x.jpg; 0; 0\ntrain/y.jpg, 99, 0\n../../z.jpg, 1, 0\n');
    const lines = groceryStoreDataset({ folder: broken, cacheFolder });
    await expect(lines).rejects.toThrow(/3 problems[^]*train\.txt:31[^]*train\.txt:32[^]*train\.txt:33/);
    await writeGroceries(broken);
    rmSync(join(broken, 'dataset', 'val'), { recursive: true });
    await expect(groceryStoreDataset({ folder: broken, cacheFolder })).rejects.toThrow(/10 problems[^]*C9_0/);
    await expect(groceryStoreDataset({ folder: join(base, 'nowhere') })).rejects.toThrow(/classes\.csv/);
  });

  test('an incomplete copy is not taken over, and nothing half-made stays', async () => {
    const target = join(base, 'taken');
    writeFileSync(join(replica, 'LICENSE'), 'MIT');
    await expect(fetchGroceryStore({ target, from: replica })).rejects.toThrow(
      /not complete[^]*2640 pictures/,
    );
    await expect(fetchGroceryStore({ target, from: base })).rejects.toThrow(/does not hold/);
    await expect(fetchGroceryStore({ target: replica, from: replica })).rejects.toThrow(/already/);
    expect(readdirSync(base).filter((name) => name.startsWith('taken'))).toEqual([]);
  });
});

const real = findGroceryStore();

describe('the Grocery Store photos', () => {
  test.skipIf(!real)('have the published numbers', async () => {
    const dataset = await groceryStoreDataset({ folder: real!, cacheFolder });
    const count = (origin: string) => dataset.records.filter((record) => record.origin === origin).length;
    expect(['train', 'val', 'test', 'studio'].map(count)).toEqual([2640, 296, 2485, 81]);
    expect(dataset.labelNames.length).toBe(81);
    const { unseen, validation, official, studio } = dataset.splits;
    expect([unseen.fit.length, unseen.queries.length]).toEqual([1493, 1197]);
    expect([validation.fit.length, validation.queries.length]).toEqual([1089, 404]);
    expect(dataset.splits['unseen-cross-visit'].gallery.length).toBe(1443);
    expect([official.queries.length, official.gallery.length, studio.gallery.length]).toEqual([
      2485, 2936, 81,
    ]);
    const pixels = await dataset.pixels([0, 5501], { size: 160 });
    expect(new Set(pixels).size).toBeGreaterThan(100);
  });
});
