import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { openDataset } from '../../../src/datasets/openDataset.js';
import { parseRunConfig } from '../../../src/experiments/runConfig.js';
import { duplicateWarning } from '../../../src/report/model/duplicateWarning.js';
import { writeEmbeddingFile } from '../../../src/vectors/writeEmbeddingFile.js';
import { toyFolder, type ToyFolder } from '../../trainedModels/toyModel.js';

let toy: ToyFolder;
beforeAll(async () => {
  await selectBackend();
  toy = await toyFolder();
});
afterAll(() => toy.remove());

async function vectors(name: string, of: (n: number) => number[]) {
  const file = join(toy.folder, name);
  const ids = (await openDataset(toy.photos)).records.map(({ id }) => id);
  const data = Float32Array.from(ids.flatMap((_, n) => of(n)));
  const matrix = { data, rows: ids.length, columns: data.length / ids.length };
  await writeEmbeddingFile(file, { matrix, ids });
  return parseRunConfig({ ...toy.config, gallery: { name: 'vectors', file } });
}

test('says how many, what is wrong with them, and which', async () => {
  // Every label has the same four pictures.
  const [warning] = await duplicateWarning(await vectors('same.npy', (n) => [1, n % 4]));
  expect(warning).toMatch(
    /^Warning: 4 searched pictures are duplicates of others \(4 with one that trained, 4 under two labels\)/,
  );
  expect(warning).toMatch(/: ([a-d]\/\d\.png = [a-d]\/\d\.png, ){2}[a-d]\/\d\.png = /);
});

test('is silent where no vectors are near', async () => {
  const apart = await vectors('apart.npy', (n) => Array.from({ length: 16 }, (_, d) => Number(d === n)));
  expect(await duplicateWarning(apart)).toEqual([]);
});
