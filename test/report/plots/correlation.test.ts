import { describe, expect, test } from 'vitest';
import { correlation } from '../../../src/report/plots/correlation.js';

describe('correlation', () => {
  test('matches values worked out by hand', () => {
    // Deviations (-1, 0, 1) and (-1, 1, 0): product 1, squares 2 and 2.
    const { pearson, spearman } = correlation([1, 2, 3], [10, 30, 20]);
    expect(pearson).toBeCloseTo(0.5, 12);
    expect(spearman).toBeCloseTo(0.5, 12);
    expect(correlation([1, 2, 3, 4], [1, 8, 27, 64]).spearman).toBeCloseTo(1, 12);
  });

  test('claims nothing for two runs or a constant measure', () => {
    expect(correlation([1, 2], [1, 2]).pearson).toBeNaN();
    expect(correlation([1, 2, 3], [5, 5, 5]).pearson).toBeNaN();
  });
});
