import { open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDataset } from '../../src/datasets/openDataset.js';
import type { Dataset } from '../../src/datasets/types.js';
import { openSuppliedGallery } from '../../src/experiments/suppliedGallery.js';
import { formatNpyHeader } from '../../src/vectors/formats/npyHeader.js';
import { toyFolder, type ToyFolder } from '../trainedModels/toyModel.js';
import { writeColumns } from '../vectors/columns.js';

let toy: ToyFolder;
let dataset: Dataset;
let ids: string[];
beforeAll(async () => {
  toy = await toyFolder();
  dataset = await openDataset(toy.photos);
  ids = dataset.records.map(({ id }) => id);
});
afterAll(() => toy.remove());

test('says by which column the pictures were found, and how many numbers the vectors have', async () => {
  const file = join(toy.folder, 'v.parquet');
  writeColumns(file, { shop: ids.map(() => 'x'), path: ids.map((id) => `/photos/${id}`) });
  const gallery = await openSuppliedGallery(dataset, { name: 'vectors', file });
  expect(gallery).toMatchObject({
    modelName: 'vectors v.parquet',
    dimension: 2,
    matching: `16 pictures found by column "path" of ${file}`,
  });
  expect((await gallery.read()).data.subarray(2, 4)[0]).toBeCloseTo(Math.SQRT1_2, 6);
});

test('names three pictures and three rows that do not fit, and the column that was taken', async () => {
  const file = join(toy.folder, 'other.parquet');
  writeColumns(file, { path: ids.map((id) => id.toUpperCase()) });
  const opened = openSuppliedGallery(dataset, { name: 'vectors', file });
  await expect(opened).rejects.toMatchObject({
    details: {
      kind: 'data',
      where: expect.stringContaining(`named by column "path" of ${file}`) as string,
      expected: expect.stringContaining(`"${ids[0]}", "${ids[1]}", "${ids[2]}" ...`) as string,
      found: expect.stringContaining(`nearest to "${ids[0]}" is "${ids[0].toUpperCase()}"`) as string,
    },
  });
});

test('a file of many gigabytes is opened without its numbers', async () => {
  const file = join(toy.folder, 'large.npy');
  const columns = 2 ** 28;
  const header = formatNpyHeader('float32', [16, columns]);
  await writeFile(file, header);
  const handle = await open(file, 'r+');
  // A file with a hole: its bytes are there, and take no place.
  await handle.truncate(header.length + 16 * columns * 4);
  await handle.close();
  await writeFile(join(toy.folder, 'large.ids.txt'), ids.join('\n'));
  const start = performance.now();
  expect((await openSuppliedGallery(dataset, { name: 'vectors', file })).dimension).toBe(columns);
  expect(performance.now() - start).toBeLessThan(2000);
  await rm(file);
});
