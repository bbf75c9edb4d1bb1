import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folderDataset } from '../../../src/datasets/own/folderDataset.js';
import { writePicture } from '../pictures.js';

const base = mkdtempSync(join(tmpdir(), 'own-'));
const cacheFolder = join(base, 'cache');
afterAll(() => rmSync(base, { recursive: true, force: true }));

describe('a folder per label', () => {
  const folder = join(base, 'labels');
  beforeAll(async () => {
    for (let label = 0; label < 8; label++) {
      for (let i = 0; i < 5; i++) await writePicture(folder, `L${label}/deep/${i}.JPG`, label * 5 + i);
    }
    writeFileSync(join(folder, 'notes.txt'), 'x');
    writeFileSync(join(folder, '.hidden.jpg'), 'x');
    mkdirSync(join(folder, 'empty'));
  });

  test('is divided by its labels, every other test picture is a query', async () => {
    const dataset = await folderDataset({ folder, cacheFolder });
    expect(dataset.records.length).toBe(40);
    const { unseen, validation } = dataset.splits;
    expect([unseen.fit.length, unseen.queries.length, unseen.gallery.length]).toEqual([20, 8, 12]);
    expect([validation.fit.length, validation.queries.length, validation.gallery.length]).toEqual([15, 2, 3]);
    const labels = (rows: Int32Array) => new Set(Array.from(rows, (row) => dataset.labels[row]));
    for (const label of labels(unseen.queries)) expect(labels(unseen.fit).has(label)).toBe(false);
    expect(labels(unseen.queries)).toEqual(labels(unseen.gallery));
    for (const label of labels(validation.queries)) expect(labels(unseen.fit).has(label)).toBe(true);
    expect((await dataset.pixels([39, 0], { size: 4 })).length).toBe(96);
  });

  test('the seed decides the division, and a changed picture the fingerprint', async () => {
    const fits = await Promise.all(
      [0, 0, 1, 2].map(async (seed) =>
        (await folderDataset({ folder, seed, cacheFolder })).splits.unseen.fit.join(),
      ),
    );
    expect(fits[0]).toBe(fits[1]);
    expect(new Set(fits).size).toBeGreaterThan(1);
    const before = (await folderDataset({ folder, cacheFolder })).fingerprint;
    await writePicture(folder, 'L0/deep/0.JPG', 99);
    expect((await folderDataset({ folder, cacheFolder })).fingerprint).not.toBe(before);
  });

  test('without pictures is refused', async () => {
    await expect(folderDataset({ folder: join(folder, 'empty') })).rejects.toThrow(/too few pictures/);
    await expect(folderDataset({ folder: join(base, 'nowhere') })).rejects.toThrow(/not there/);
  });
});

describe('a folder without folders in it', () => {
  const folder = join(base, 'flat');

  test('has pictures without labels, all of which but a few train', async () => {
    for (let i = 0; i < 12; i++) await writePicture(folder, `p${i}.jpg`, i);
    const dataset = await folderDataset({ folder, cacheFolder });
    expect(dataset.labelNames).toEqual([]);
    expect(Array.from(dataset.labels)).toEqual(Array(12).fill(-1));
    expect(Object.keys(dataset.splits)).toEqual(['heldOut']);
    expect(dataset.splits.heldOut.fit).toHaveLength(11);
    expect(dataset.defaultSplit).toBe('heldOut');
  });

  test('takes labels for those of its pictures that lie in folders', async () => {
    for (let i = 0; i < 4; i++) await writePicture(folder, `apple/2023/a${i}.jpg`, 20 + i);
    for (let i = 0; i < 4; i++) await writePicture(folder, `pear/p${i}.jpg`, 40 + i);
    const dataset = await folderDataset({ folder, cacheFolder });
    expect(dataset.labelNames).toEqual(['apple', 'pear']);
    expect(Array.from(dataset.labels).filter((label) => label === -1)).toHaveLength(12);
    const searched = new Set(dataset.splits.unseen.gallery.map((row) => dataset.labels[row]));
    expect(searched.has(-1)).toBe(false);
  });
});
