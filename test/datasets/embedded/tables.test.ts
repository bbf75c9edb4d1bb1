import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { encodePhotoTable, openPhotoTable } from '../../../src/datasets/embedded/photoTable.js';
import { suppliedVectors, vectorId } from '../../../src/datasets/embedded/suppliedVectors.js';
import { embeddingMatrix } from '../../../src/vectors/embeddingMatrix.js';
import { encodeDirections } from '../../../src/vectors/formats/encodeDirections.js';
import { plainJpeg } from '../pictures.js';

const folder = mkdtempSync(join(tmpdir(), 'tables-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(name: string, bytes: Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

const records = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];

test('a table of photos keeps every field and every byte', async () => {
  const photos = await Promise.all(
    records.map(async ({ id }, labelNumber) => ({
      id,
      label: `Bräm ${id}`,
      coarseLabel: 'all',
      origin: 'train',
      labelNumber,
      width: 24,
      height: 24 + labelNumber,
      picture: new Uint8Array(await plainJpeg(labelNumber)),
    })),
  );
  const table = await openPhotoTable(fileOf('photos.parquet', encodePhotoTable(photos, { licence: 'MIT' })));
  expect(table.notes).toEqual({ licence: 'MIT' });
  const pictures = await table.pictures();
  expect(table.photos.map((photo, row) => ({ ...photo, picture: new Uint8Array(pictures[row]) }))).toEqual(
    photos,
  );
});

test('a file that is no table of photos is refused with what it lacks', async () => {
  const file = fileOf(
    'vectors.parquet',
    encodeDirections(embeddingMatrix(Float32Array.of(1), 1, 1), ['a'], {}),
  );
  await expect(openPhotoTable(file)).rejects.toThrow(/no table of photos[^]*label[^]*found: id, embedding/);
});

test('supplied vectors are found by model and crops, and only where all that are wanted are there', async () => {
  const whole = embeddingMatrix(Float32Array.of(3, 4, 0, 2, 1, 0), 3, 2);
  const crops = embeddingMatrix(Float32Array.of(5, 12, 8, 6), 2, 2);
  const cropIds = [vectorId('c', { perPicture: 2 }, 1), vectorId('b', { perPicture: 2 }, 0)];
  const supplied = await suppliedVectors(
    [
      fileOf('whole.parquet', encodeDirections(whole, ['c', 'a', 'b'], { modelIdentity: 'm' })),
      fileOf('crops.parquet', encodeDirections(crops, cropIds, { modelIdentity: 'm', crops: '2 of 9' })),
    ],
    records,
  );
  const one = { model: 'm', perPicture: 1 };
  const found = await supplied(one, [2, 0]);
  expect(found).toMatchObject({ rows: 2, columns: 2 });
  [0.6, 0.8, 0, 1].forEach((value, i) => expect(found!.data[i]).toBeCloseTo(value, 2));

  const two = { model: 'm', perPicture: 2, crops: '2 of 9' };
  const cropped = await supplied(two, [2, 5]);
  [0.8, 0.6, 5 / 13, 12 / 13].forEach((value, i) => expect(cropped!.data[i]).toBeCloseTo(value, 2));
  expect(await supplied(two, [2, 3])).toBeUndefined();
  expect(await supplied({ ...two, crops: '2 of 10' }, [2])).toBeUndefined();
  expect(await supplied({ ...one, model: 'other' }, [0])).toBeUndefined();
});

test('vectors of an unnamed model are not supplied', async () => {
  const bytes = encodeDirections(embeddingMatrix(Float32Array.of(1), 1, 1), ['a'], {});
  await expect(suppliedVectors([fileOf('unnamed.parquet', bytes)], records)).rejects.toThrow(/modelIdentity/);
});
