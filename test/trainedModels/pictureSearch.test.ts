import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDataset } from '../../src/datasets/openDataset.js';
import { randomSource } from '../../src/base/randomSource.js';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { exactSearch } from '../../src/retrieval/ranking/exactSearch.js';
import { openTrainedModel } from '../../src/trainedModels/openTrainedModel.js';
import type { PictureSearch } from '../../src/trainedModels/pictureSearch.js';
import { saveTrainedModel } from '../../src/trainedModels/saveTrainedModel.js';
import type { TrainedModel } from '../../src/trainedModels/trainedModel.js';
import type { EmbeddingMatrix } from '../../src/vectors/embeddingMatrix.js';
import { writeEmbeddingFile } from '../../src/vectors/writeEmbeddingFile.js';
import { syntheticRunOf } from '../study/syntheticRun.js';
import { dimension, toyFolder, toyModel, type ToyFolder } from './toyModel.js';

let toy: ToyFolder;
let trained: TrainedModel;
let matrix: EmbeddingMatrix;
let ids: string[];
beforeAll(async () => {
  await selectBackend();
  toy = await toyFolder();
  const folder = join(toy.folder, 'model');
  const model = await toyModel(toy.config);
  await saveTrainedModel(folder, { model, run: syntheticRunOf(toy.config) });
  model.dispose();
  ids = (await openDataset(toy.photos)).records.map(({ id }) => id);
  const random = randomSource(0, 'gallery');
  const data = new Float32Array(ids.length * dimension);
  for (let row = 0; row < ids.length; row++)
    data.set(unit(random.uniform(), random.uniform()), row * dimension);
  matrix = { data, rows: ids.length, columns: dimension };
  await writeEmbeddingFile(join(toy.folder, 'vectors.npy'), { matrix, ids });
  trained = await openTrainedModel(folder);
});
afterAll(() => {
  trained.dispose();
  toy.remove();
});

/** A point of the sphere. */
function unit(a: number, b: number): number[] {
  const [height, angle] = [2 * a - 1, 2 * Math.PI * b];
  const radius = Math.sqrt(1 - height * height);
  return [radius * Math.cos(angle), radius * Math.sin(angle), height];
}
const idsOf = ({ queries }: PictureSearch) => queries.map(({ results }) => results.map(({ id }) => id));

test('a search equals an exact search of the parts', async () => {
  const found = await trained.search(toy.photos, { gallery: { matrix, ids }, top: 5 });
  const queries = await trained.embed(toy.photos);
  const expected = await exactSearch({ queries, gallery: matrix, k: 5 });
  expect(found.gallery).toEqual({ name: 'vectors in memory', rows: 16, named: 'the ids given' });
  expect(found.queries.map(({ id }) => id)).toEqual(ids);
  const results = found.queries.flatMap((query) => query.results);
  expect(results.map(({ row }) => row)).toEqual([...expected.rows]);
  expect(results.map(({ id }) => id)).toEqual(Array.from(expected.rows, (row) => ids[row]));
  expect(results.map(({ rank }) => rank)).toEqual(ids.flatMap(() => [1, 2, 3, 4, 5]));
  results.forEach(({ similarity }, n) => expect(similarity).toBeCloseTo(expected.scores[n], 5));
});

test('the same vectors in a file give the same, and ten results where no number is named', async () => {
  const file = join(toy.folder, 'vectors.npy');
  const [fromFile, inMemory] = [
    await trained.search(toy.photos, { gallery: file }),
    await trained.search(toy.photos, { gallery: { matrix, ids } }),
  ];
  expect(fromFile.queries).toEqual(inMemory.queries);
  expect(fromFile.queries[0].results).toHaveLength(10);
});

test('without a gallery that of the training run is searched', async () => {
  const dataset = await openDataset(toy.photos);
  const { gallery, queries: rows } = dataset.splits.unseen;
  const found = await trained.search({ dataset, rows }, { top: 100 });
  expect(found.gallery.rows).toBe(gallery.length);
  const inGallery = Array.from(gallery, (row) => dataset.records[row].id).sort();
  for (const list of idsOf(found)) expect([...list].sort()).toEqual(inGallery);
});

test('a query can be left out of its own results', async () => {
  const options = { gallery: { matrix, ids }, top: 16 };
  const [all, others] = [
    await trained.search(toy.photos, options),
    await trained.search(toy.photos, { ...options, excludeSelf: true }),
  ];
  expect(idsOf(others)).toEqual(idsOf(all).map((list, n) => list.filter((id) => id !== ids[n])));
  const ranks = others.queries[0].results.map(({ rank }) => rank);
  expect(ranks).toEqual(Array.from({ length: 15 }, (_, n) => n + 1));
});

test('pictures that are not there are named before the gallery is opened', async () => {
  await expect(trained.search('none.jpg', { gallery: 'none.npy' })).rejects.toThrow(/queries[^]*none\.jpg/);
});
