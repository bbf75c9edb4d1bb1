import { describe, expect, test } from 'vitest';
import { embeddingMatrix, selectRows } from '../../src/vectors/embeddingMatrix.js';

const matrix = (rows: number[][]) =>
  embeddingMatrix(Float32Array.from(rows.flat()), rows.length, rows[0].length);

describe('selectRows', () => {
  test('copies rows in the asked order and refuses rows that are not there', () => {
    const three = matrix([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    expect(selectRows(three, [2, 0]).data).toEqual(new Float32Array([5, 6, 1, 2]));
    expect(() => selectRows(three, [3])).toThrow(/not in the matrix/);
    expect(() => selectRows(three, [NaN])).toThrow(/not in the matrix/);
    expect(() => embeddingMatrix(new Float32Array(3), 2, 2)).toThrow(/fill/);
  });
});
