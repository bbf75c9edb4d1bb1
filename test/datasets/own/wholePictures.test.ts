import { readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { csvDataset } from '../../../src/datasets/own/csvDataset.js';
import { folderDataset } from '../../../src/datasets/own/folderDataset.js';
import { openDataset } from '../../../src/datasets/openDataset.js';
import { toyFolder, type ToyFolder } from '../../trainedModels/toyModel.js';

let toy: ToyFolder;
const broken = ['a/x.jpg', 'b/y.png'];
beforeAll(async () => {
  toy = await toyFolder();
  writeFileSync(join(toy.photos, broken[0]), 'no picture');
  // The beginning of a picture.
  writeFileSync(join(toy.photos, broken[1]), readFileSync(join(toy.photos, 'a/3.png')).subarray(0, 200));
});
afterAll(() => toy.remove());

const idsOf = (records: readonly { id: string }[] = []) => records.map(({ id }) => id);

test('a folder with broken pictures names all of them where one is needed', async () => {
  const dataset = await folderDataset({ folder: toy.photos, cacheFolder: join(toy.folder, 'c1') });
  expect(idsOf(await dataset.brokenPictures!())).toEqual(broken);
  const pixels = dataset.pixels([0], { size: 300, keep: false });
  expect((await pixels).length).toBe(300 * 300 * 3);
  await expect(dataset.pixels([0], { size: 16 })).rejects.toThrow(
    /2 of 18 pictures cannot be decoded[^]*a\/x\.jpg: [^]*b\/y\.png: [^]*--skip-broken/,
  );
});

test('a folder without its broken pictures is another data set, which says what it left out', async () => {
  const dataset = await folderDataset({
    folder: toy.photos,
    skipBroken: true,
    cacheFolder: join(toy.folder, 'c2'),
  });
  expect(dataset.records).toHaveLength(16);
  expect(idsOf(dataset.leftOut)).toEqual(broken);
  expect(await dataset.brokenPictures!()).toEqual([]);
  expect((await dataset.pixels([0], { size: 16 })).length).toBe(16 * 16 * 3);
});

test('a table leaves out its broken rows', async () => {
  const file = join(toy.photos, 'list.csv');
  const whole = readdirSync(join(toy.photos, 'c')).map((name) => `c/${name}`);
  writeFileSync(file, ['path', ...broken, ...whole, ''].join('\n'));
  const dataset = await csvDataset({ file, skipBroken: true, cacheFolder: join(toy.folder, 'c3') });
  expect(idsOf(dataset.records)).toEqual(whole);
  expect(idsOf(dataset.leftOut)).toEqual(broken);
  rmSync(file);
});

test('the pictures are decoded once, and again when a file has changed', async () => {
  const cacheFolder = join(toy.folder, 'c4');
  const dataset = await folderDataset({ folder: toy.photos, cacheFolder });
  const looks: number[] = [];
  const look = () => dataset.brokenPictures!(({ done }) => void looks.push(done));
  await look();
  expect(looks).toHaveLength(18);
  expect(idsOf(await look())).toEqual(broken);
  expect(looks).toHaveLength(18);
  const replaced = join(toy.photos, broken[0]);
  writeFileSync(replaced, readFileSync(join(toy.photos, 'a/0.png')));
  expect(idsOf(await look())).toEqual(broken.slice(1));
  expect(looks).toHaveLength(36);
  const verdict = readdirSync(cacheFolder).find((name) => name.endsWith('-broken.json'))!;
  writeFileSync(
    join(cacheFolder, verdict),
    readFileSync(join(cacheFolder, verdict), 'utf8').replace('b/y', 'b/z'),
  );
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  expect(idsOf(await look())).toEqual(broken.slice(1));
  expect(looks).toHaveLength(54);
  expect(warn).toHaveBeenCalledWith(expect.stringMatching(/broken\.json was changed or cut off/));
  warn.mockRestore();
  writeFileSync(replaced, 'no picture');
  utimesSync(replaced, 1, 1);
});

test('data sets with names leave nothing out', async () => {
  await expect(openDataset('emoji-small', undefined, { skipBroken: true })).rejects.toThrow(/skipBroken/);
});
