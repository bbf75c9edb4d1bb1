import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { VectorKind } from '../../src/datasets/types.js';
import { featureCrops } from '../../src/extraction/featureCrops.js';
import { galleryEmbeddings } from '../../src/extraction/galleryEmbeddings.js';
import { toyModel } from './toyGalleryModel.js';
import { toySource } from './toySource.js';

const folder = mkdtempSync(join(tmpdir(), 'stored-'));
afterAll(() => rmSync(folder, { recursive: true }));

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
