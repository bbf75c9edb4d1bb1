import { describe, expect, test } from 'vitest';
import { galleryBlocks } from '../../../src/vectors/gallery/gallerySource.js';
import { randomMatrix, readInPieces } from '../../retrieval/ranking/matrices.js';

describe('galleryBlocks', () => {
  test('cuts every source into the same blocks', async () => {
    const gallery = randomMatrix(11, 3, 5);
    for (const source of [gallery, () => readInPieces(gallery, [2, 7, 2])]) {
      const sizes: number[][] = [];
      const numbers: number[] = [];
      for await (const block of galleryBlocks(source, 4)) {
        sizes.push([block.firstRow, block.rows]);
        numbers.push(...block.data);
      }
      expect(sizes).toEqual([
        [0, 4],
        [4, 4],
        [8, 3],
      ]);
      expect(numbers).toEqual([...gallery.data]);
    }
  });
});
