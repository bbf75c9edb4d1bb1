import { describe, expect, test } from 'vitest';
import { randomSource } from '../../src/base/randomSource.js';
import { galleryStructure } from '../../src/scale/galleryStructure.js';

/** Vectors around centres, with known deviations. */
function drawn(clusters: number, size: (cluster: number) => number, between: number[], within: number[]) {
  const random = randomSource(3);
  const data: number[] = [];
  const labels: number[] = [];
  for (let cluster = 0; cluster < clusters; cluster++) {
    const centre = between.map((deviation, d) => d + deviation * random.normal());
    for (let n = 0; n < size(cluster); n++) {
      labels.push(cluster);
      within.forEach((deviation, d) => data.push(centre[d] + deviation * random.normal()));
    }
  }
  const columns = between.length;
  return { vectors: { data: Float32Array.from(data), rows: labels.length, columns }, labels };
}

describe('the structure of a gallery', () => {
  test('is found again in vectors that were drawn with it, clusters of unequal size', () => {
    const { vectors, labels } = drawn(3000, (cluster) => 1 + (cluster % 7), [0.5, 0, 2], [1, 0.3, 0.1]);
    const { mean, between, clusters } = galleryStructure(vectors, labels);
    mean.forEach((value, d) => expect(Math.abs(value - d)).toBeLessThan(0.1));
    expect(between[0]).toBeCloseTo(0.5, 1);
    expect(between[1]).toBeLessThan(0.05);
    expect(between[2]).toBeCloseTo(2, 1);
    expect(clusters.map(({ residuals }) => residuals.rows)).toEqual(
      Array.from({ length: 3000 }, (_, n) => 1 + (n % 7)),
    );
    // The vectors of a cluster, less their mean.
    const [, second] = clusters;
    const [a, b] = [vectors.data[3], vectors.data[6]];
    expect(second.centre[0]).toBeCloseTo((a + b) / 2, 6);
    expect(second.residuals.data[0]).toBeCloseTo((a - b) / 2, 6);
    expect(second.residuals.data[0] + second.residuals.data[3]).toBeCloseTo(0, 6);
  });

  test('takes off what the means of small clusters scatter by themselves', () => {
    const { vectors, labels } = drawn(4000, () => 2, [0.2], [1]);
    const of = new Map<number, number[]>();
    labels.forEach((label, row) => of.set(label, [...(of.get(label) ?? []), vectors.data[row]]));
    const means = [...of.values()].map((values) => (values[0] + values[1]) / 2);
    const plain = Math.sqrt(means.reduce((sum, value) => sum + value ** 2, 0) / means.length);
    expect(plain).toBeGreaterThan(0.7);
    expect(galleryStructure(vectors, labels).between[0]).toBeLessThan(0.3);
  });

  test.each([
    ['one label', [4, 4, 4], /two labels[^]*1 labels of 3/],
    ['a label for each', [1, 2, 3], /3 labels of 3/],
  ])('is refused for %s', (_, labels, expected) => {
    const vectors = { data: Float32Array.of(1, 2, 3), rows: 3, columns: 1 };
    expect(() => galleryStructure(vectors, labels)).toThrow(expected);
  });
});
