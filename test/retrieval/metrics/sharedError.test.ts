import { expect, test } from 'vitest';
import { randomSource } from '../../../src/base/randomSource.js';
import { sharedError } from '../../../src/retrieval/metrics/sharedError.js';
import { embeddingMatrix } from '../../../src/vectors/embeddingMatrix.js';

const [rows, columns] = [40, 6];

function pictures(shared: number) {
  const random = randomSource(5, 'shared error');
  const labels = Array.from({ length: rows }, (_, row) => row % 5);
  const errors = Array.from({ length: 5 }, () => Array.from({ length: columns }, () => random.normal()));
  const gallery = Float32Array.from({ length: rows * columns }, () => random.normal());
  const query = gallery.map(
    (g, i) =>
      0.7 * g + 0.2 + shared * errors[labels[Math.floor(i / columns)]][i % columns] + 0.5 * random.normal(),
  );
  return {
    labels,
    query: embeddingMatrix(query, rows, columns),
    gallery: embeddingMatrix(gallery, rows, columns),
  };
}

test('pair by pair it is the same', () => {
  const { query, gallery, labels } = pictures(1);
  const found = sharedError(query, gallery, labels);
  // Least squares in one number and one vector, by the normal equations of centred columns.
  const centre = (data: Float32Array): number[] =>
    Array.from(data, (value, i) => {
      let mean = 0;
      for (let row = 0; row < rows; row++) mean += data[row * columns + (i % columns)] / rows;
      return value - mean;
    });
  const [q, g] = [centre(query.data), centre(gallery.data)];
  const slope =
    q.reduce((sum, value, i) => sum + value * g[i], 0) / g.reduce((sum, value) => sum + value ** 2, 0);
  const residual = (row: number): number[] => {
    const vector = Array.from(
      { length: columns },
      (_, d) => q[row * columns + d] - slope * g[row * columns + d],
    );
    const norm = Math.hypot(...vector);
    return vector.map((value) => value / norm);
  };
  const cosines: Record<'true' | 'false', number[]> = { true: [], false: [] };
  for (let a = 0; a < rows; a++)
    for (let b = 0; b < rows; b++) {
      if (a === b) continue;
      const cosine = residual(a).reduce((sum, value, d) => sum + value * residual(b)[d], 0);
      cosines[`${labels[a] === labels[b]}`].push(cosine);
    }
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(found.within).toBeCloseTo(mean(cosines.true), 9);
  expect(found.between).toBeCloseTo(mean(cosines.false), 9);
});

test('an error of the class is seen, one of the picture alone is not', () => {
  const { query, gallery, labels } = pictures(2);
  expect(sharedError(query, gallery, labels).within).toBeGreaterThan(0.6);
  const alone = pictures(0);
  expect(Math.abs(sharedError(alone.query, alone.gallery, alone.labels).within)).toBeLessThan(0.15);
});

test('pictures of other numbers or dimensions are refused', () => {
  const { query, labels } = pictures(0);
  const other = embeddingMatrix(query.data.subarray(columns), rows - 1, columns);
  expect(() => sharedError(query, other, labels)).toThrow(/40 rows of 6/);
});
