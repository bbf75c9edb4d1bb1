import { expect, test } from 'vitest';
import { joinGalleries } from '../../../src/retrieval/protocols/joinGalleries.js';
import { keptRows } from '../../../src/retrieval/protocols/keptRows.js';
import { galleryBlocks } from '../../../src/vectors/gallery/gallerySource.js';
import { matrixOf } from '../ranking/matrices.js';

test('rows are left out across blocks of any size', async () => {
  const all = joinGalleries([matrixOf([[0], [1], [2], [3], [4], [5], [6]])]);
  for (const rowsPerBlock of [1, 2, 3, 10]) {
    const kept: number[] = [];
    for await (const { data } of galleryBlocks(
      keptRows(all, Uint8Array.of(0, 0, 1, 1, 0, 1, 0)),
      rowsPerBlock,
    )) {
      kept.push(...data);
    }
    expect(kept).toEqual([2, 3, 5]);
  }
  expect(keptRows(all, new Uint8Array(7).fill(1))).toBe(all);
});
