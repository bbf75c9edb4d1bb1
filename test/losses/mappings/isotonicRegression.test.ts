import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isotonicRegression,
  isotonicRegressionRows,
} from '../../../src/losses/mappings/isotonicRegression.js';
import { slowIsotonic } from '../slowTwins.js';
import { expectClose, list } from '../../helpers/tensors.js';

describe('isotonic regression', () => {
  test('gives the published fit', () => {
    expectClose(isotonicRegression([0.7, 0.75, 0.4, 0.45]), [0.725, 0.725, 0.425, 0.425], 1e-12);
  });

  test('equals the min-max formula', () => {
    for (let seed = 0; seed < 20; seed++) {
      const values = list(15, seed);
      expectClose(isotonicRegression(values), slowIsotonic(values), 1e-12);
    }
  });

  test('handles lists of length 0 and 1', () => {
    expect(isotonicRegression([])).toHaveLength(0);
    expect(Array.from(isotonicRegression([3]))).toEqual([3]);
  });

  test.each([[[3, NaN, 1]], [[Infinity]], [[1, undefined]]])('refuses %j', (values) => {
    expect(() => isotonicRegression(values as number[])).toThrow(/A value is not a finite number/);
    const row = Float32Array.from(values as number[]);
    expect(() => isotonicRegressionRows(row, 1, row.length)).toThrow(/A value is not a finite number/);
  });

  test('refuses a table that its values do not fill', () => {
    expect(() => isotonicRegressionRows(new Float32Array(5), 2, 3)).toThrow(/6 entries[^]*5 entries/);
    expect(() => isotonicRegression(3 as never)).toThrow(/not a list/);
  });

  test('fits each row of a table by itself, to the last bit', () => {
    const table = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 30 }), fc.integer());
    fc.assert(
      fc.property(table, ([rows, columns, seed]) => {
        const values = Float32Array.from(list(rows * columns, seed));
        const expected = Array.from({ length: rows }, (_, row) =>
          Array.from(isotonicRegression(values.subarray(row * columns, (row + 1) * columns))),
        );
        const fitted = isotonicRegressionRows(values, rows, columns);
        expect(fitted).toEqual(Float32Array.from(expected.flat()));
      }),
    );
  });
});
