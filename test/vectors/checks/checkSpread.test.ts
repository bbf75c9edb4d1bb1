import { expect, test } from 'vitest';
import { checkSpread } from '../../../src/vectors/checks/checkSpread.js';
import { embeddingMatrix } from '../../../src/vectors/embeddingMatrix.js';

test('vectors that are all the same are refused, whatever they are', () => {
  const same = embeddingMatrix(Float32Array.of(0.6, 0.8, 0.6, 0.8, 0.6, 0.8), 3, 2);
  expect(() => checkSpread(same, 'gallery')).toThrow(/are the same[^]*where: gallery[^]*found: 3 equal rows/);
  const different = embeddingMatrix(Float32Array.of(0.6, 0.8, 0.6, 0.8, 0.8, 0.6), 3, 2);
  expect(() => checkSpread(different, 'gallery')).not.toThrow();
  expect(() => checkSpread(embeddingMatrix(Float32Array.of(1, 0), 1, 2), 'gallery')).not.toThrow();
});
