import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { writeGroceryFolder } from '../../../src/datasets/grocery/groceryFolder.js';
import { exportQueryModel } from '../../../src/export/exportQueryModel.js';
import { decodePicture } from '../../../src/images/decodePicture.js';
import { createGalleryModel } from '../../../src/models/createGalleryModel.js';
import { describeOnnxModel } from '../../../src/models/onnx/describeOnnxModel.js';
import { openTrainedModel } from '../../../src/trainedModels/openTrainedModel.js';
import { exportFolders, folder, onRandom, out, root, save, small } from '../savedModels.js';

exportFolders();

test('an ONNX file says how it sees pictures, and embeds photos as the trained model does', async () => {
  await save(small);
  await exportQueryModel(folder, out, { ...onRandom, formats: ['onnx'] });
  const { config, said } = await describeOnnxModel(join(out, 'onnx-float32', 'model.onnx'));
  expect(config).toMatchObject({
    size: 32,
    scaled: 36,
    layout: 'nchw',
    order: 'rgb',
    mean: [0, 0, 0],
    deviation: [1, 1, 1],
  });
  expect(said.join('\n')).not.toMatch(/assumed|as this library exports/);
  const { photos } = await writeGroceryFolder(join(root, 'own'), { labels: 3, perLabel: 4 });
  const paths = readdirSync(photos, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.webp'))
    .map((name) => join(photos, name));
  const trained = await openTrainedModel(folder);
  const expected = await trained.embed(paths);
  trained.dispose();
  const exported = await createGalleryModel(config);
  const { size } = exported;
  const cosines: number[] = [];
  for (const [row, path] of paths.entries()) {
    const pixels = tf.tensor4d(Int32Array.from(await decodePicture(path, { size })), [1, size, size, 3]);
    const vectors = await exported.embed(pixels);
    const data = Array.from(vectors.dataSync());
    const wanted = expected.data.subarray(row * data.length, (row + 1) * data.length);
    cosines.push(data.reduce((sum, value, d) => sum + value * wanted[d], 0));
    tf.dispose([pixels, vectors]);
  }
  exported.dispose();
  expect(cosines.length).toBe(12);
  expect(Math.min(...cosines)).toBeGreaterThan(0.9999);
});
