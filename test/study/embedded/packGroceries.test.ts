import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { embeddedGroceriesFolder, groceryFiles } from '../../../src/datasets/grocery/embeddedGroceries.js';
import { findGroceryStore, groceryStoreDataset } from '../../../src/datasets/grocery/groceryStoreDataset.js';
import { openDataset } from '../../../src/datasets/openDataset.js';
import type { Dataset } from '../../../src/datasets/types.js';
import { cropsOfSplit } from '../../../src/experiments/prepareInput.js';
import { extractEmbeddings } from '../../../src/extraction/extractEmbeddings.js';
import { cropsPerPicture, featureCrops } from '../../../src/extraction/featureCrops.js';
import { galleryEmbeddings } from '../../../src/extraction/galleryEmbeddings.js';
import { createGalleryModel } from '../../../src/models/createGalleryModel.js';
import type { GalleryModel } from '../../../src/models/galleryModel.js';
import { costOfRounding } from '../../../src/study/embedded/costOfRounding.js';
import { settings } from '../../../src/study/plan/settings.js';
import { embeddingMatrix, type EmbeddingMatrix } from '../../../src/vectors/embeddingMatrix.js';
import { roundedDirections } from '../../../src/vectors/formats/encodeDirections.js';
import { openParquetTable } from '../../../src/vectors/formats/parquetTable.js';

const folder = mkdtempSync(join(tmpdir(), 'pack-'));
const { gallery, featureSize, split } = settings.grocery;
let dataset: Dataset;
let galleryModel: GalleryModel;
let featureModel: GalleryModel;
/** Points of mAP that storing may cost. */
const largestCost = 0.1;

beforeAll(async () => {
  await selectBackend();
  dataset = await openDataset('grocery');
  galleryModel = await createGalleryModel(gallery);
  featureModel = await createGalleryModel({ name: 'mobileNetV2', size: featureSize, pooling: 'average' });
});
afterAll(() => {
  galleryModel.dispose();
  featureModel.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** The same pictures without the vectors that come with them; fails when vectors that come are computed all the same. */
const withoutVectors = ({ suppliedVectors: _, ...pictures }: Dataset): Dataset => pictures;
const onlyVectors = (whole: Dataset): Dataset => ({
  ...whole,
  pixels: () => Promise.reject(new Error('computed')),
});

/** Steps of the stored whole numbers that two vectors of a row differ by at most. */
function stepsBetween(a: EmbeddingMatrix, b: EmbeddingMatrix): number {
  const [first, second] = [roundedDirections(a).data, roundedDirections(b).data];
  expect(first.length).toBe(second.length);
  return first.reduce((most, value, i) => Math.max(most, Math.abs(value - second[i])), 0);
}

test('the main setting finds its gallery vectors and its features, on the main split and on validation', async () => {
  const vectors = await galleryEmbeddings(galleryModel, onlyVectors(dataset), { folder });
  expect([vectors.rows, vectors.columns]).toEqual([5502, 1280]);
  for (const name of [split, 'validation']) {
    const crops = Object.values(cropsOfSplit(dataset.splits[name])).flat();
    const features = await featureCrops(featureModel, onlyVectors(dataset), { folder, vectors: crops });
    expect([features.rows, features.columns]).toEqual([crops.length, 1280]);
  }
});

test('the stored features are those of the embedded pictures', async () => {
  const rows = [3, 700, 1490].map((place) => dataset.splits[split].fit[place]);
  const again = await featureCrops(featureModel, withoutVectors(dataset), { folder, rows });
  const vectors = rows.flatMap((row) => [0, 1, 2].map((crop) => row * cropsPerPicture + crop));
  const stored = await featureCrops(featureModel, onlyVectors(dataset), { vectors });
  expect(stepsBetween(stored, again)).toBeLessThanOrEqual(1);
});

test('storing costs as much mAP as the file says, less than a tenth of a point', async () => {
  const { notes } = await openParquetTable(join(embeddedGroceriesFolder(), groceryFiles.galleryVectors));
  const [float32, stored] = [Number(notes.mapOfFloat32), Number(notes.mapAsStored)];
  expect(Math.abs(float32 - stored)).toBeLessThan(largestCost);
  const vectors = await galleryEmbeddings(galleryModel, dataset, { folder });
  const found = await costOfRounding(dataset, dataset.splits[split], vectors);
  expect(Math.abs(found.stored - stored)).toBeLessThan(0.01);
});

const originals = findGroceryStore();

describe.skipIf(!originals)('vectors of the originals (skipped where they are not)', () => {
  test('computed again are the stored ones, and their mAP is the same to a tenth of a point', async () => {
    const own = await groceryStoreDataset({ folder: originals! });
    const { queries } = dataset.splits[split];
    const rows = queries.filter((_, place) => place % 8 === 0);
    const again = await extractEmbeddings(galleryModel, own, { rows });
    const stored = await galleryEmbeddings(galleryModel, onlyVectors(dataset), { rows });
    expect(stepsBetween(stored, again)).toBeLessThanOrEqual(1);

    const all = new Float32Array(dataset.records.length * again.columns);
    rows.forEach((row, n) =>
      all.set(again.data.subarray(n * again.columns, (n + 1) * again.columns), row * again.columns),
    );
    const vectors = embeddingMatrix(all, dataset.records.length, again.columns);
    const sample = { ...dataset.splits[split], queries: rows, gallery: rows };
    const cost = await costOfRounding(dataset, sample, vectors);
    expect(Math.abs(cost.float32 - cost.stored)).toBeLessThan(largestCost);
  }, 600_000);
});
