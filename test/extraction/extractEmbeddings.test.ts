import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { extractEmbeddings } from '../../src/extraction/extractEmbeddings.js';
import { featureCrops, cropPictures } from '../../src/extraction/featureCrops.js';
import { galleryEmbeddings } from '../../src/extraction/galleryEmbeddings.js';
import { toySource } from './toySource.js';
import { toyModel } from './toyGalleryModel.js';

let folder: string;
const countUp = (length: number) => Float32Array.from({ length }, (_, i) => i);

describe('extraction', () => {
  test('embeds the asked rows in order, whatever the batch', async () => {
    const before = tf.memory().numTensors;
    const progress: number[] = [];
    const matrix = await extractEmbeddings(toyModel(), toySource(9), {
      rows: [8, 1, 5, 2, 7],
      batch: 2,
      onProgress: ({ done }) => progress.push(done),
    });
    expect(matrix).toEqual({ rows: 5, columns: 2, data: new Float32Array([8, 8, 1, 1, 5, 5, 2, 2, 7, 7]) });
    expect(progress).toEqual([2, 4, 5]);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('stops at the next batch when aborted', async () => {
    const controller = new AbortController();
    const source = toySource(100);
    const run = extractEmbeddings(toyModel(), source, {
      batch: 10,
      signal: controller.signal,
      onProgress: ({ done }) => done === 20 && controller.abort(new Error('enough')),
    });
    await expect(run).rejects.toThrow('enough');
    expect(source.decoded.length).toBeLessThan(50);
  });

  test('reports a picture that cannot be decoded', async () => {
    const source = { ...toySource(4), pixels: () => Promise.reject(new Error('no picture')) };
    await expect(extractEmbeddings(toyModel(), source)).rejects.toThrow('no picture');
  });

  test('decodes pictures once per model and data set when stored', async () => {
    const source = toySource(6);
    const first = await galleryEmbeddings(toyModel(), source, { folder });
    const second = await galleryEmbeddings(toyModel(), source, { folder });
    expect(second).toEqual(first);
    expect(source.decoded).toEqual([0, 1, 2, 3, 4, 5]);
    await galleryEmbeddings(toyModel('another version'), source, { folder });
    expect(source.decoded.length).toBe(12);
  });

  test('takes three crops of each picture, the middle one first', async () => {
    const pictures = tf.tensor4d(countUp(2 * 4 * 4), [2, 4, 4, 1]);
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
});
