import { expect, test } from 'vitest';
import { spread } from '../../src/vectors/spread.js';
import { randomMatrix } from '../retrieval/ranking/matrices.js';

test('is one minus the mean cosine of all pairs', () => {
  const { data, rows, columns } = randomMatrix(20, 5, 1);
  let sum = 0;
  for (let a = 0; a < rows; a++) {
    for (let b = 0; b < rows; b++)
      for (let d = 0; d < columns; d++) sum += data[a * columns + d] * data[b * columns + d];
  }
  expect(spread({ data, rows, columns })).toBeCloseTo(1 - sum / rows ** 2, 6);
});

test('is 0 for one vector again and again, and not a number where one is none', () => {
  expect(spread({ data: Float32Array.of(0.6, 0.8, 0.6, 0.8), rows: 2, columns: 2 })).toBeCloseTo(0, 6);
  expect(spread({ data: Float32Array.of(NaN, 0.8, 0.6, 0.8), rows: 2, columns: 2 })).toBeNaN();
});
