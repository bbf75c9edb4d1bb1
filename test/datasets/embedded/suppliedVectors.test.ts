import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { suppliedVectors, vectorId } from '../../../src/datasets/embedded/suppliedVectors.js';
import { embeddingMatrix } from '../../../src/vectors/embeddingMatrix.js';
import { encodeDirections } from '../../../src/vectors/formats/encodeDirections.js';

const folder = mkdtempSync(join(tmpdir(), 'tables-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(name: string, bytes: Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

const records = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];

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
