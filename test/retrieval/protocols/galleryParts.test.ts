import { expect, test } from 'vitest';
import { galleryParts } from '../../../src/retrieval/protocols/galleryParts.js';
import type { GalleryLengths } from '../../../src/retrieval/protocols/joinGalleries.js';
import { galleryBlocks, rowsOf, type RowGallery } from '../../../src/vectors/gallery/gallerySource.js';
import { matrixOf } from '../ranking/matrices.js';

const galleryOf = (...values: number[]): RowGallery => {
  const matrix = matrixOf(values.map((value) => [value]));
  return { rows: values.length, part: (first, end) => rowsOf(matrix, first, end - first) };
};
const galleries = [galleryOf(1, 2, 3), galleryOf(4), galleryOf(5, 6, 7)];

async function read(source: ReturnType<ReturnType<typeof galleryParts>>): Promise<number[]> {
  const values: number[] = [];
  for await (const { data } of galleryBlocks(source, 2)) values.push(...data);
  return values;
}

test('parts in a row are the whole gallery, across its files', async () => {
  const part = galleryParts(galleries, {});
  expect(await read(part(0, 7))).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(await read(part(2, 5))).toEqual([3, 4, 5]);
  expect(await read(part(3, 4))).toEqual([4]);
});

test('rows that are left out do not count as rows, but their lengths are those of one part', async () => {
  const part = galleryParts(
    galleries,
    { onRows: () => expect.unreachable() },
    Uint8Array.of(0, 1, 1, 0, 1, 0, 0),
  );
  const seen: GalleryLengths[] = [];
  const lengths = (one: GalleryLengths): unknown => (seen[0] = { ...one });
  expect(await read(part(0, 3))).toEqual([2, 3, 5]);
  expect(await read(part(0, 1, lengths))).toEqual([2]);
  expect(seen[0]).toEqual({ rows: 2, shortest: 1, longest: 2 });
  expect(await read(part(1, 3, lengths))).toEqual([3, 5]);
  expect(seen[0]).toEqual({ rows: 5, shortest: 3, longest: 7 });
});
