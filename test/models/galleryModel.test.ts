import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { createGalleryModel } from '../../src/models/createGalleryModel.js';
import { hasWeights } from '../../src/models/weightFiles.js';
import { patternPictures } from './pictures.js';

beforeAll(async () => {
  await selectBackend();
});

const size = 64;
const present = hasWeights('mobileNetV2');
describe('gallery models', () => {
  test.skipIf(!present)(
    'embed pictures to unit vectors whatever the batch, and leave no tensors behind',
    async () => {
      const before = tf.memory().numTensors;
      const model = await createGalleryModel({ name: 'mobileNetV2', size });
      expect(model.dimension).toBe(1280);
      const both = tf.tensor4d(patternPictures(size), [2, size, size, 3]);
      const one = tf.slice(both, [1, 0, 0, 0], [1, -1, -1, -1]);
      const [together, alone] = [await model.embed(both), await model.embed(one)];
      const [a, b] = [together.dataSync(), alone.dataSync()];
      expect(Math.hypot(...a.subarray(0, 1280))).toBeCloseTo(1, 5);
      b.forEach((value, d) => expect(a[1280 + d]).toBeCloseTo(value, 5));
      tf.dispose([both, one, together, alone]);
      model.dispose();
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  test.skipIf(!present)('have an identity that changes with size and pooling only', async () => {
    const identity = async (config: object) => {
      const model = await createGalleryModel({ name: 'mobileNetV2', ...config });
      model.dispose();
      return model.identity;
    };
    const identities = [
      await identity({ size: 64 }),
      await identity({ size: 96 }),
      await identity({ size: 64, pooling: 'average' }),
    ];
    expect(new Set(identities).size).toBe(3);
    expect(await identity({ size: 64, pooling: 'gem' })).toBe(identities[0]);
  });

  test('refuse unknown names, sizes and fields', async () => {
    await expect(createGalleryModel({ name: 'resnet' } as never)).rejects.toThrow(/gallery model/);
    await expect(createGalleryModel({ name: 'mobileNetV2', size: 5 })).rejects.toThrow(/size/);
    await expect(createGalleryModel({ name: 'mobileNetV2', pool: 'gem' } as never)).rejects.toThrow(/pool/);
  });

  test('run an ONNX model that averages each channel', async () => {
    const file = new URL('fixtures/channelMeans.onnx', import.meta.url).pathname;
    const model = await createGalleryModel({
      name: 'onnx',
      file,
      size: 32,
      mean: [0, 0, 0],
      deviation: [1, 1, 1],
    });
    expect(model.dimension).toBe(3);
    const pixels = tf.tensor4d(patternPictures(32), [2, 32, 32, 3]);
    const expected = tf.tidy(() => {
      const means = tf.mean<tf.Tensor2D>(pixels, [1, 2]);
      return [...tf.div(means, tf.norm(means, 'euclidean', 1, true)).dataSync()];
    });
    const found = await model.embed(pixels);
    found.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
    await expect(createGalleryModel({ name: 'onnx', file, size: 32, output: 'nothing' })).rejects.toThrow(
      /no such output/,
    );
  });
});
