import { expect, test } from 'vitest';
import type { EmbeddingMatrix } from '../../src/vectors/embeddingMatrix.js';
import type { GalleryStructure } from '../../src/scale/galleryStructure.js';
import { simulatedGallery } from '../../src/scale/simulatedGallery.js';

/** Clusters of 1, 4 and 7 vectors, which differ in the second dimension only, around centres that differ in the third. */
const clusters = [[0], [3, 1, -1, -3], [9, 4, 1, 0, -1, -4, -9]].map((values, n) => ({
  centre: Float64Array.of(2, 0, n - 1),
  residuals: {
    data: Float32Array.from(values.flatMap((value) => [0, value / 10, 0])),
    rows: values.length,
    columns: 3,
  },
}));
const structure: GalleryStructure = {
  dimension: 3,
  mean: Float64Array.of(2, 0, 0),
  between: Float64Array.of(0, 0, 0.2),
  clusters,
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

test('they have length 1, and lie around drawn centres as the vectors of a cluster did, mirrored or not', async () => {
  const { data, rows } = await read({ count: 12_000 }, 500);
  // The length before it was brought to 1 is known by the first dimension.
  const coordinate = (row: number, d: number): number => (2 * data[3 * row + d]) / data[3 * row];
  const drawn: number[][] = [];
  for (let row = 0; row < rows; row++) {
    expect(Math.hypot(...data.subarray(3 * row, 3 * row + 3))).toBeCloseTo(1, 6);
    const isNew = row === 0 || Math.abs(coordinate(row, 2) - coordinate(row - 1, 2)) > 1e-6;
    if (isNew) drawn.push([]);
    drawn.at(-1)!.push(row);
  }
  const whole = drawn.slice(0, -1);
  const seen = new Set<number>();
  for (const own of whole) {
    const shape = clusters.find(({ residuals }) => residuals.rows === own.length)!.residuals;
    const middle = own.reduce((sum, row) => sum + coordinate(row, 1), 0) / own.length;
    const residuals = own.map((row) => coordinate(row, 1) - middle);
    const sign = Math.sign(residuals[0] * shape.data[1]) || 1;
    residuals.forEach((value, n) => expect(value).toBeCloseTo(sign * shape.data[3 * n + 1], 4));
    if (own.length > 1) seen.add(sign);
  }
  expect([...seen].sort()).toEqual([-1, 1]);
  // Each centre is near one of the three: at -1, 0 or 1, drawn together by the square root of 1.25, and scattered by 0.1.
  const third = whole.map(([row]) => coordinate(row, 2) * Math.sqrt(1.25));
  const near = third.map((value) => value - Math.round(value));
  expect(new Set(third.map(Math.round)).size).toBe(3);
  expect(Math.sqrt(near.reduce((sum, v) => sum + v ** 2, 0) / near.length)).toBeCloseTo(0.1, 2);
});

test.each([0, -1, 1.5])('a count of %s is refused', (count) => {
  expect(() => simulatedGallery(structure, { count })).toThrow(/count/);
});
