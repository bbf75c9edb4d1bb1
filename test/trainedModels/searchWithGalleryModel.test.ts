import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { extractPhotos } from '../../src/extraction/extractPhotos.js';
import { folderPhotos } from '../../src/extraction/photoLists.js';
import { galleryPhotoModel } from '../../src/extraction/photoModel.js';
import { createGalleryModel } from '../../src/models/createGalleryModel.js';
import { describeOnnxModel } from '../../src/models/onnx/describeOnnxModel.js';
import type { GalleryModel } from '../../src/models/galleryModel.js';
import { searchWithGalleryModel } from '../../src/trainedModels/searchWithGalleryModel.js';
import { writeToyOnnx } from '../models/onnx/toyOnnx.js';
import { toyFolder, type ToyFolder } from './toyModel.js';

let toy: ToyFolder;
let model: GalleryModel;
let gallery: string;
beforeAll(async () => {
  await selectBackend();
  toy = await toyFolder();
  const { config } = await describeOnnxModel(writeToyOnnx(join(toy.folder, 'means.onnx')));
  model = await createGalleryModel(config);
  gallery = join(toy.folder, 'gallery.npy');
  const { photos } = folderPhotos(toy.photos);
  await extractPhotos({ model: galleryPhotoModel(model), photos, out: gallery, square: model.size });
});
afterAll(() => {
  model.dispose();
  toy.remove();
});

test('a picture that was extracted with a model is the first that a search with it finds', async () => {
  const { photos } = folderPhotos(toy.photos);
  const found = await searchWithGalleryModel(model, photos, { gallery, top: 1 });
  expect(found.gallery).toMatchObject({ rows: 16, named: join(toy.folder, 'gallery.ids.txt') });
  for (const { results } of found.queries) expect(results[0].similarity).toBeCloseTo(1, 5);
});

test('broken queries are named all at once, or left out and listed', async () => {
  const broken = ['x.jpg', 'y.jpg'].map((name) => join(toy.folder, name));
  for (const file of broken) writeFileSync(file, 'no picture');
  const queries = [join(toy.photos, 'a/0.png'), ...broken];
  await expect(searchWithGalleryModel(model, queries, { gallery })).rejects.toThrow(
    /2 of 3 pictures cannot be decoded[^]*x\.jpg[^]*y\.jpg/,
  );
  const found = await searchWithGalleryModel(model, queries, { gallery, skipBroken: true });
  expect(found.queries.map(({ id }) => id)).toEqual(queries.slice(0, 1));
  expect(found.leftOut?.map(({ id }) => id)).toEqual(broken);
});
