import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDataset } from '../../src/datasets/openDataset.js';
import { sharp } from '../../src/images/sharp.js';
import { pictureList, withoutBroken } from '../../src/trainedModels/pictureList.js';
import { writePhotos } from '../extraction/toyPhotos.js';
import { toyFolder, type ToyFolder } from './toyModel.js';

let toy: ToyFolder;
beforeAll(async () => void (toy = await toyFolder()));
afterAll(() => toy.remove());

test('pictures come from files and folders, and missing ones are named together', () => {
  const file = join(toy.photos, 'a', '0.png');
  const { ids } = pictureList([file, join(toy.photos, 'b')]);
  expect(ids).toEqual([file, '0.png', '1.png', '2.png', '3.png']);
  expect(pictureList(toy.photos).ids).toHaveLength(16);
  const missing = [join(toy.folder, 'x.jpg'), join(toy.folder, 'y.jpg')];
  expect(() => pictureList([toy.photos, ...missing], '--queries')).toThrow(
    `--queries\n  expected: JPEG, PNG or WebP files, or folders of them\n  found: ${missing.join(', ')}`,
  );
  expect(() => pictureList([])).toThrow(/no such pictures/);
});

test('a file, its decoded pixels and its record in a data set have the same pixels', async () => {
  const file = join(toy.photos, 'a', '2.png');
  const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
  const dataset = await openDataset(toy.photos);
  const row = dataset.records.findIndex(({ path }) => path === file);
  const request = { size: 40 };
  const pixels = await pictureList(file).pixels([0], request);
  const decoded = pictureList({ data, width: info.width, height: info.height });
  expect(decoded.ids).toEqual(['picture 1']);
  expect(await decoded.pixels([0], request)).toEqual(pixels);
  const record = pictureList({ dataset, rows: [row] });
  expect([record.ids, record.labels]).toEqual([['a/2.png'], ['a']]);
  expect(await record.pixels([0], request)).toEqual(pixels);
  expect(pictureList({ dataset }).ids).toEqual(dataset.records.map(({ id }) => id));
});

test('some of the pictures come in the order that is asked for', async () => {
  const list = pictureList(join(toy.photos, 'a'));
  const [both, last] = [await list.pixels([3, 1], { size: 8 }), await list.pixels([3], { size: 8 })];
  expect(both.subarray(0, last.length)).toEqual(last);
});

test('a row that the data set does not have is refused', async () => {
  const dataset = await openDataset(toy.photos);
  expect(() => pictureList({ dataset, rows: [16] })).toThrow(/no such record[^]*0 to 15/);
});

test('all broken pictures are named by the first that is decoded, and can be left out', async () => {
  const folder = join(toy.folder, 'half');
  await writePhotos(folder, [
    [40, 40],
    [44, 40],
  ]);
  writeFileSync(join(folder, '00.jpg'), 'no picture');
  writeFileSync(join(folder, 'z.png'), '');
  const list = pictureList(folder, '--queries');
  expect(list.ids).toEqual(['0.png', '00.jpg', '1.png', 'z.png']);
  await expect(list.pixels([1], { size: 8 })).rejects.toThrow(
    /2 of 4 pictures cannot be decoded\n {2}where: --queries[^]*00\.jpg[^]*z\.png[^]*--skip-broken/,
  );
  const { list: whole, leftOut } = await withoutBroken(list);
  expect([whole.ids, leftOut.map(({ id }) => id)]).toEqual([
    ['0.png', '1.png'],
    ['00.jpg', 'z.png'],
  ]);
  const request = { size: 8 };
  expect(await whole.pixels([1], request)).toEqual(await list.pixels([2], request));
});
