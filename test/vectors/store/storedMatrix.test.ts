import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { extractEmbeddings } from '../../../src/extraction/extractEmbeddings.js';
import { featureCrops, cropPictures } from '../../../src/extraction/featureCrops.js';
import { galleryEmbeddings } from '../../../src/extraction/galleryEmbeddings.js';
import { storedMatrix } from '../../../src/vectors/store/storedMatrix.js';
import type { VectorKind } from '../../../src/datasets/types.js';
import type { GalleryModel } from '../../../src/models/galleryModel.js';
import { toySource } from '../../extraction/toySource.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Embeds a picture as its mean and its upper left pixel. */
function toyModel(identity = 'toy model'): GalleryModel {
  return {
    name: 'toy model',
    dimension: 2,
    size: 8,
    identity,
    embed: (pixels) =>
      Promise.resolve(
        tf.tidy(() => {
          const values = tf.cast(pixels, 'float32');
          const corner = tf.reshape(tf.slice(values, [0, 0, 0, 0], [-1, 1, 1, 1]), [-1]);
          return tf.stack([tf.mean(values, [1, 2, 3]), corner], 1) as tf.Tensor2D;
        }),
      ),
    dispose: () => undefined,
  };
}

function request(columns = 2, stop = Infinity) {
  const computed: number[] = [];
  return {
    computed,
    description: { model: 'm', dataset: 'd' },
    rows: 10,
    columns,
    rowsPerChunk: 4,
    folder,
    compute: (first: number, count: number) => {
      if (first >= stop) return Promise.reject(new Error('stopped'));
      computed.push(first);
      return Promise.resolve(Float32Array.from({ length: count * columns }, (_, i) => first * columns + i));
    },
  };
}
const entry = () => join(folder, readdirSync(folder)[0]);
const countUp = (length: number) => Float32Array.from({ length }, (_, i) => i);

describe('the embedding store', () => {
  test('computes a matrix once and reads it back afterwards', async () => {
    const first = request();
    expect((await storedMatrix(first)).data).toEqual(countUp(20));
    expect(first.computed).toEqual([0, 4, 8]);
    const second = request();
    expect((await storedMatrix(second)).data).toEqual(countUp(20));
    expect(second.computed).toEqual([]);
  });

  test('goes on where an interrupted computation stopped', async () => {
    await expect(storedMatrix(request(2, 8))).rejects.toThrow('stopped');
    const again = request();
    expect((await storedMatrix(again)).data).toEqual(countUp(20));
    expect(again.computed).toEqual([8]);
  });

  test('computes a damaged or truncated chunk again', async () => {
    await storedMatrix(request());
    const file = join(entry(), 'rows-00001.npy');
    const bytes = readFileSync(file);
    bytes[bytes.length - 2] ^= 1;
    writeFileSync(file, bytes);
    truncateSync(join(entry(), 'rows-00002.npy'), 100);
    const again = request();
    expect((await storedMatrix(again)).data).toEqual(countUp(20));
    expect(again.computed).toEqual([4, 8]);
  });

  test('does not trust a damaged manifest', async () => {
    await storedMatrix(request());
    writeFileSync(join(entry(), 'manifest.json'), '{"rows": 1');
    const again = request();
    await storedMatrix(again);
    expect(again.computed).toEqual([0, 4, 8]);
  });

  test('keeps another model, data set or dimension apart', async () => {
    await storedMatrix(request());
    const wider = request(3);
    expect((await storedMatrix(wider)).data).toEqual(countUp(30));
    expect(wider.computed).toEqual([0, 4, 8]);
    const other = { ...request(), description: { model: 'other', dataset: 'd' } };
    await storedMatrix(other);
    expect(readdirSync(folder).length).toBe(3);
  });
});

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
  test('gives only the rows that are wanted, after all were stored', async () => {
    const source = toySource(4);
    const options = { folder, rows: [3, 1], vectors: [4, 0] };
    const matrix = await featureCrops(toyModel(), source, options);
    expect(Array.from(matrix.data)).toEqual([1, 1, 3, 3]);
    await featureCrops(toyModel(), source, { ...options, vectors: [2] });
    expect(source.decoded).toEqual([3, 1]);
  });

  test('takes what comes with the data set, asked for by picture and crop, and computes nothing then', async () => {
    const asked: unknown[] = [];
    const given = { data: Float32Array.of(1, 0), rows: 1, columns: 2 };
    const source = {
      ...toySource(4),
      suppliedVectors: (kind: VectorKind, numbers: ArrayLike<number>) => {
        asked.push([kind, Array.from(numbers)]);
        return Promise.resolve(kind.model === 'known' ? given : undefined);
      },
    };
    const [known, crops] = [toyModel('known'), { perPicture: 3, crops: '3 of 9' }];
    expect(await featureCrops(known, source, { folder, rows: [3, 1], vectors: [4, 0] })).toBe(given);
    expect(await galleryEmbeddings(known, source, { folder, rows: [2, 0] })).toBe(given);
    expect(source.decoded).toEqual([]);
    expect((await galleryEmbeddings(toyModel(), source, { folder })).rows).toBe(4);
    expect(asked).toEqual([
      [{ model: 'known', ...crops }, [4, 9]],
      [{ model: 'known', perPicture: 1 }, [2, 0]],
      [{ model: 'toy model', perPicture: 1 }, [0, 1, 2, 3]],
    ]);
  });
});
