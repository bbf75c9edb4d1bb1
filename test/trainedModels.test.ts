import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../src/compute/backend/selectBackend.js';
import { embedQueries, queryPictures } from '../src/trainedModels/queryPictures.js';
import { openSearchedGallery } from '../src/trainedModels/searchedGallery.js';
import { ownCacheName } from '../src/datasets/own/folderDataset.js';
import { openDataset } from '../src/datasets/openDataset.js';
import type { RunConfig } from '../src/experiments/runConfig.js';
import { prepareInput } from '../src/experiments/prepareInput.js';
import { completeRunConfig } from '../src/experiments/runExperiment.js';
import { repositoryRoot } from '../src/base/files/repositoryRoot.js';
import { createQueryModel } from '../src/models/createQueryModel.js';
import type { QueryModel } from '../src/models/queryModel.js';
import { randomSource } from '../src/base/randomSource.js';
import { galleryBlocks } from '../src/vectors/gallery/gallerySource.js';
import { embedAll } from '../src/training/embedAll.js';
import { pictureAugmentationSchema } from '../src/training/pictureAugmentation.js';
import { writeEmbeddingFile } from '../src/vectors/writeEmbeddingFile.js';
import { writePhotos } from './extraction/toyPhotos.js';

const folder = mkdtempSync(join(tmpdir(), 'search-'));
const photos = join(folder, 'photos');
const vectors = join(folder, 'vectors.npy');
const run = completeRunConfig({
  dataset: photos,
  split: 'unseen',
  gallery: { name: 'vectors', file: vectors },
  query: { kind: 'smallCnn', width: 0.25, size: 32 },
  method: 'regression',
  loss: { kind: 'featureRegression' },
});
let model: QueryModel;

beforeAll(async () => {
  await selectBackend();
  const sizes: [number, number][] = Array.from({ length: 4 }, (_, n) => [40 + 9 * n, 60]);
  for (const label of ['a', 'b', 'c', 'd']) await writePhotos(join(photos, label), sizes);
  model = await createQueryModel(run.query, randomSource(0, 'weights'), { dimension: 3 });
  const data = Float32Array.from([3, 0, 0, 0, 5, 0, 0, 3, 4]);
  await writeEmbeddingFile(vectors, { matrix: { data, rows: 3, columns: 3 } });
});
afterAll(() => {
  model.dispose();
  rmSync(folder, { recursive: true, force: true });
  rmSync(join(repositoryRoot(), 'data', 'cache', ownCacheName(photos)), { recursive: true, force: true });
});

describe('the pictures of a search', () => {
  const pictures: [string, Partial<RunConfig>][] = [
    ['of a run that trains on crops', {}],
    ['of a run that trains on files', { pictures: pictureAugmentationSchema.parse({}) }],
  ];
  test.each(pictures)('are embedded as in the evaluation %s', async (_, change) => {
    const config = { ...run, ...change };
    const dataset = await openDataset(photos);
    const split = dataset.splits.unseen;
    const { queries } = await prepareInput(dataset, split, config);
    const expected = await embedAll(model, queries, split.queries.length);
    const records = Array.from(split.queries, (row) => dataset.records[row]);
    const found = await embedQueries(
      model,
      records.map(({ id, path }) => ({ id, path: path! })),
      config,
    );
    expect(found.rows).toBe(split.queries.length);
    found.data.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
  });

  test('come from files and folders, and missing ones are named together', () => {
    const [first] = queryPictures([join(photos, 'a', '0.png'), join(photos, 'b')]);
    expect(first.id).toBe(join(photos, 'a', '0.png'));
    expect(queryPictures([photos])).toHaveLength(16);
    const missing = [join(folder, 'x.jpg'), join(folder, 'y.jpg')];
    expect(() => queryPictures([photos, ...missing])).toThrow(missing.join(', '));
    expect(() => queryPictures([join(folder, 'vectors.npy'), folder])).not.toThrow();
  });
});

describe('the gallery of a search', () => {
  test('has rows of length 1, called by their ids or else by their numbers', async () => {
    const gallery = await openSearchedGallery({ gallery: vectors }, run, 3);
    const rows: number[] = [];
    for await (const { data } of galleryBlocks(gallery.source, 2)) rows.push(...data);
    [1, 0, 0, 0, 1, 0, 0, 0.6, 0.8].forEach((value, i) => expect(rows[i]).toBeCloseTo(value, 6));
    expect(gallery.id(2)).toBe('2');
    const ids = join(folder, 'ids.txt');
    writeFileSync(ids, 'x\ny\nz\n');
    const named = await openSearchedGallery({ gallery: vectors, ids }, undefined, 3);
    expect(named.id(2)).toBe('z');
  });

  test('must have the dimension of the query model, and vectors that were not treated', async () => {
    const other = openSearchedGallery({ gallery: vectors }, run, 4);
    await expect(other).rejects.toMatchObject({ details: { kind: 'data' } });
    await expect(other).rejects.toThrow(/4/);
    const file = { gallery: vectors };
    expect(() => openSearchedGallery(file, { ...run, galleryTreatment: 'pca' }, 3)).toThrow(
      /galleryTreatment/,
    );
  });

  test('must be named where the training run does not tell it', async () => {
    await expect(openSearchedGallery({}, undefined, 3)).rejects.toThrow('--gallery');
    await expect(openSearchedGallery({ ids: 'ids.txt' }, run, 3)).rejects.toThrow('--gallery');
  });
});
