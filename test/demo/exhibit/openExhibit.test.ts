import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Exhibit } from '../../../src/demo/exhibit/exhibit.js';
import { openExhibit } from '../../../src/demo/exhibit/openExhibit.js';
import { sampleRows } from '../../../src/demo/exhibit/sampleRows.js';
import { openGraphModel } from '../../../src/export/tfjs/openGraphModel.js';
import { labels, toyExhibit, type ToyExhibit } from '../toyExhibit.js';
import { toyPhotoModel } from '../../extraction/toyPhotos.js';

let toy: ToyExhibit;
let exhibit: Exhibit;
beforeAll(async () => {
  toy = await toyExhibit();
  exhibit = await toy.open();
});
afterAll(() => toy.remove());

const named = () => toy.models.map((folder) => ({ folder, label: folder }));

describe('an exhibit', () => {
  test('has models that browsers can load, and labels and pictures of the gallery', async () => {
    const { models, gallery } = exhibit;
    expect(models.map(({ label }) => label)).toEqual(['First', 'Second']);
    const model = await openGraphModel(models[0].files);
    expect(await model.embed(new Float32Array(32 * 32 * 3), 1)).toHaveLength(gallery.columns);
    model.dispose();
    expect(gallery).toMatchObject({ rows: 20, columns: 6 });
    expect(new Set(Array.from({ length: 20 }, (_, row) => gallery.label(row)))).toEqual(new Set(labels));
    const picture = await gallery.picture(3);
    expect(Buffer.from(picture!.subarray(8, 12)).toString()).toBe('WEBP');
  });

  test('exports a model once, and again when a file of it was changed', async () => {
    const folder = join(toy.options.exports, readdirSync(toy.options.exports)[0]);
    const [name] = readdirSync(folder).filter((entry) => entry.startsWith('tfjs-graph-int8'));
    const weights = join(folder, name, 'weights.bin');
    const before = statSync(weights).mtimeMs;
    await toy.open();
    expect(statSync(weights).mtimeMs).toBe(before);
    writeFileSync(weights, new Uint8Array(statSync(weights).size));
    expect((await toy.open()).models[0].files).toEqual(exhibit.models[0].files);
  });

  test('says why its gallery model can not embed pictures', async () => {
    const { galleryModel } = await openExhibit(named(), toy.options);
    expect(galleryModel).toEqual({ missing: 'nothing says which gallery model made these vectors' });
  });

  test('refuses a gallery model of another dimension and pictures of another gallery', async () => {
    const galleryModel = { model: { ...toyPhotoModel(), dimension: 7 } };
    await expect(openExhibit(named(), { ...toy.options, galleryModel })).rejects.toThrow(
      /gallery model does not belong to the gallery[^]*vectors of 6 numbers/,
    );
    const pictures = join(toy.photos, 'apple');
    await expect(openExhibit(named(), { ...toy.options, pictures })).rejects.toThrow(
      /None of the pictures belongs to the gallery[^]*fix:/,
    );
  });

  test('tries its gallery model on a picture, and refuses one that gives other vectors', async () => {
    const said: string[] = [];
    const onStep = (sentence: string): void => void said.push(sentence);
    await openExhibit(named(), {
      ...toy.options,
      onStep,
      galleryModel: { model: toyPhotoModel(), square: 32 },
    });
    expect(said.at(-1)).toMatch(/^Gallery model toy: cosine (1\.000|0\.99\d) between/);
    const toyModel = toyPhotoModel();
    const turned = {
      ...toyModel,
      embed: async (pixels: tf.Tensor4D) => tf.neg(await toyModel.embed(pixels)),
    };
    await expect(
      openExhibit(named(), { ...toy.options, galleryModel: { model: turned, square: 32 } }),
    ).rejects.toThrow(/gives other vectors than the gallery holds[^]*--square/);
  });

  test('begins with pictures of different labels', () => {
    const rows = sampleRows({ rows: 20, label: (row) => exhibit.gallery.label(row) });
    expect(new Set(rows.slice(0, 5).map((row) => exhibit.gallery.label(row))).size).toBe(5);
    expect(new Set(rows).size).toBe(20);
  });
});
