import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { extractEmbeddings } from '../../src/extraction/extractEmbeddings.js';
import { toySource } from './toySource.js';
import { toyModel } from './toyGalleryModel.js';

describe('embeddings of a gallery model', () => {
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
});
