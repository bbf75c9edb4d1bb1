import { expect, test } from 'vitest';
import type { EmbeddingMatrix } from '../../src/vectors/embeddingMatrix.js';
import type { GalleryStructure } from '../../src/scale/galleryStructure.js';
import { simulatedGallery } from '../../src/scale/simulatedGallery.js';

const structure: GalleryStructure = {
  dimension: 3,
  mean: [2, 0, 0],
  between: [0, 0.5, 0.2],
  within: [0, 0.2, 0],
  sizes: [1, 4, 7],
};

async function read(
  options: { count: number; seed?: number },
  rowsPerBlock: number,
): Promise<EmbeddingMatrix> {
  const numbers: number[] = [];
  for await (const { data } of simulatedGallery(structure, options)(rowsPerBlock)) numbers.push(...data);
  return { data: Float32Array.from(numbers), rows: numbers.length / 3, columns: 3 };
}

test('the vectors are the same however they are read, and others with another seed', async () => {
  const whole = await read({ count: 100 }, 1000);
  expect(whole.rows).toBe(100);
  expect(await read({ count: 100 }, 7)).toEqual(whole);
  expect((await read({ count: 40 }, 7)).data).toEqual(whole.data.subarray(0, 120));
  expect((await read({ count: 100, seed: 1 }, 7)).data).not.toEqual(whole.data);
});

test('they have length 1, and clusters of the sizes and deviations that were given', async () => {
  const { data, rows } = await read({ count: 12_000 }, 500);
  const ratio = (row: number, d: number): number => data[3 * row + d] / data[3 * row];
  const clusters: number[][] = [];
  for (let row = 0; row < rows; row++) {
    expect(Math.hypot(...data.subarray(3 * row, 3 * row + 3))).toBeCloseTo(1, 6);
    // Without scatter in the first and the third dimension the vectors of a cluster share their ratio.
    const isNew = row === 0 || Math.abs(ratio(row, 2) - ratio(row - 1, 2)) > 1e-5;
    if (isNew) clusters.push([]);
    clusters.at(-1)!.push(row);
  }
  const sizes = clusters.slice(0, -1).map(({ length }) => length);
  expect([...new Set(sizes)].sort((a, b) => a - b)).toEqual([1, 4, 7]);
  const deviation = (values: number[]): number =>
    Math.sqrt(values.reduce((sum, v) => sum + v ** 2, 0) / values.length);
  expect(2 * deviation(clusters.map(([row]) => ratio(row, 2)))).toBeCloseTo(0.2, 1);
  const inside = clusters.flatMap((own) => {
    const middle = own.reduce((sum, row) => sum + ratio(row, 1), 0) / own.length;
    return own.length === 7 ? own.map((row) => ratio(row, 1) - middle) : [];
  });
  expect(2 * deviation(inside) * Math.sqrt(7 / 6)).toBeCloseTo(0.2, 2);
});

test.each([0, -1, 1.5])('a count of %s is refused', (count) => {
  expect(() => simulatedGallery(structure, { count })).toThrow(/count/);
});
