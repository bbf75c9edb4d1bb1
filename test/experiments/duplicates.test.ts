import { beforeAll, describe, expect, test } from 'vitest';
import { randomSource } from '../../src/base/randomSource.js';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import type { Dataset, RetrievalSplit } from '../../src/datasets/types.js';
import { comparePictures, duplicatesBetweenSides } from '../../src/experiments/duplicates.js';
import { matrixOf } from '../retrieval/ranking/matrices.js';

const side = 32;
/** Blocks of random colours, so that neighbouring pixels are alike as in a photo. */
function picture(seed: number): Uint8Array {
  const random = randomSource(seed, 'picture');
  const blocks = Array.from({ length: 8 * 8 * 3 }, () => random.integer(200) + 20);
  return Uint8Array.from({ length: side * side * 3 }, (_, i) => {
    const [pixel, channel] = [Math.floor(i / 3), i % 3];
    const [x, y] = [pixel % side, Math.floor(pixel / side)];
    return blocks[(Math.floor(y / 4) * 8 + Math.floor(x / 4)) * 3 + channel];
  });
}
const moved = (pixels: Uint8Array, at: (x: number, y: number) => [number, number]): Uint8Array =>
  pixels.map((_, i) => {
    const pixel = Math.floor(i / 3);
    const [x, y] = at(pixel % side, Math.floor(pixel / side));
    return pixels[(y * side + x) * 3 + (i % 3)];
  });
const mirrored = (pixels: Uint8Array): Uint8Array => moved(pixels, (x, y) => [side - 1 - x, y]);

describe('comparePictures', () => {
  const one = picture(1);
  test.each([
    ['itself', one, 'same'],
    ['decoded again', one.map((value, i) => value + (i % 2)), 'same'],
    ['brighter and flatter', one.map((value) => 0.8 * value + 50), 'near'],
    ['mirrored', mirrored(one), 'near'],
    ['another one', picture(2), undefined],
    ['of one colour', new Uint8Array(one.length).fill(90), undefined],
  ])('%s', (_, other, kind) => {
    expect(comparePictures(one, other)).toBe(kind);
  });

  test('takes drawings for near-duplicates only where hardly anything differs', () => {
    const little = one.map((value, i) => (i < side * 3 ? 255 - value : value));
    expect(comparePictures(one, little, 'photo')).toBe('near');
    expect(comparePictures(one, little, 'drawing')).toBeUndefined();
  });
});

describe('duplicatesBetweenSides', () => {
  beforeAll(() => selectBackend());
  const pictures = [picture(1), picture(2), mirrored(picture(1)), picture(3), picture(2), picture(4)];
  const dataset = {
    pictureKind: 'photo',
    labels: Int32Array.of(0, 1, 0, 2, 3, -1),
    pixels: (rows: ArrayLike<number>) =>
      Promise.resolve(Uint8Array.from(Array.from(rows).flatMap((row) => [...pictures[row]]))),
  } as unknown as Dataset;
  const vectors = [
    [1, 0, 0],
    [0, 1, 0],
    [0.95, 0.31, 0],
    [0.99, 0.14, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  const split = (fit: number[], queries: number[], gallery: number[]) => ({
    split: {
      fit: Int32Array.from(fit),
      queries: Int32Array.from(queries),
      gallery: Int32Array.from(gallery),
    } as RetrievalSplit,
    vectors: {
      fit: matrixOf(fit.map((row) => vectors[row])),
      queries: matrixOf(queries.map((row) => vectors[row])),
      gallery: matrixOf(gallery.map((row) => vectors[row])),
    },
  });

  test('finds the same and almost the same picture on either side, and says whose label differs', async () => {
    const parts = split([4], [0, 1, 5], [2, 3]);
    expect(await duplicatesBetweenSides(dataset, parts.split, parts.vectors)).toMatchObject([
      { query: 1, other: 4, side: 'training', kind: 'same', similarity: 1, hasOtherLabel: true },
      { query: 0, other: 2, side: 'gallery', kind: 'near', hasOtherLabel: false },
    ]);
  });

  test('does not take a picture for its own duplicate, and names a pair of a gallery that trains once', async () => {
    const parts = split([2, 3, 4], [0, 1], [0, 1, 2, 3, 4]);
    const found = await duplicatesBetweenSides(dataset, parts.split, parts.vectors);
    expect(found.map(({ query, other, side: where }) => [query, other, where])).toEqual([
      [1, 4, 'training'],
      [0, 2, 'training'],
    ]);
  });
});
