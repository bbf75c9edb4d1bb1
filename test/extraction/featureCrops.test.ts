import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, expect, test } from 'vitest';
import { featureCrops, cropPictures } from '../../src/extraction/featureCrops.js';
import { toySource } from './toySource.js';
import { toyModel } from './toyGalleryModel.js';

const folder = mkdtempSync(join(tmpdir(), 'store-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('features take three crops of each picture, the middle one first', async () => {
  const pictures = tf.tensor4d(
    Array.from({ length: 2 * 4 * 4 }, (_, i) => i),
    [2, 4, 4, 1],
  );
  const crops = cropPictures(pictures, 2);
  expect(crops.shape).toEqual([6, 2, 2, 1]);
  expect(Array.from(crops.dataSync().subarray(0, 12))).toEqual([5, 6, 9, 10, 0, 1, 4, 5, 10, 11, 14, 15]);
  expect(crops.dataSync()[12]).toBe(16 + 5);
  tf.dispose([pictures, crops]);
  const source = toySource(3);
  const matrix = await featureCrops(toyModel(), source, { folder, batch: 2 });
  expect([matrix.rows, matrix.columns]).toEqual([9, 2]);
  expect(Array.from(matrix.data)).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2]);
  expect(source.sizes).toEqual([9, 9]);
});
