import type { PictureSource } from '../../src/extraction/pictureSource.js';

/** Eight-by-eight pictures (of any asked size) whose every pixel is the record's number; counts what it decodes. */
export function toySource(count: number): PictureSource & { decoded: number[]; sizes: number[] } {
  const decoded: number[] = [];
  const sizes: number[] = [];
  return {
    name: 'toy',
    fingerprint: `toy ${count}`,
    records: new Array<number>(count),
    decoded,
    sizes,
    pixels: (rows, { size }) => {
      const list = Array.from(rows);
      decoded.push(...list);
      sizes.push(size);
      return Promise.resolve(
        Uint8Array.from(list.flatMap((row) => new Array<number>(size * size * 3).fill(row))),
      );
    },
  };
}
