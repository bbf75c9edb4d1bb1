import { describeValue } from '../base/describeValue.js';
import { RetrievalError } from '../errors.js';

/** A table of vectors, row after row: row `i` is `data[i * columns .. (i + 1) * columns)`. */
export interface EmbeddingMatrix {
  data: Float32Array;
  rows: number;
  columns: number;
}

/**
 * Wraps `data` as a matrix of vectors.
 * @throws RetrievalError for arguments of another kind, and when the length is not `rows * columns`.
 * @example
 * const matrix = embeddingMatrix(Float32Array.of(1, 0, 0.6, 0.8, 0, 1), 3, 2);
 * console.log(matrix.rows, matrix.columns); // 3 2
 */
export function embeddingMatrix(data: Float32Array, rows: number, columns: number): EmbeddingMatrix {
  checkMatrix(data, rows, columns, 'embeddingMatrix(data, rows, columns)');
  if (data.length !== rows * columns) {
    throw new RetrievalError({
      what: 'The numbers do not fill the matrix',
      expected: `${rows} x ${columns} = ${rows * columns} numbers`,
      found: `${data.length} numbers`,
    });
  }
  return { data, rows, columns };
}

/** Refuses arguments that make no matrix, such as those in another order. */
export function checkMatrix(data: Float32Array, rows: number, columns: number, where: string): void {
  const problem = !(data instanceof Float32Array)
    ? { expected: 'data as a Float32Array', found: describeValue(data) }
    : [rows, columns].every((size) => Number.isInteger(size) && size >= 0)
      ? undefined
      : {
          expected: 'rows and columns as whole numbers',
          found: `${describeValue(rows)} and ${describeValue(columns)}`,
        };
  if (!problem) return;
  throw new RetrievalError({
    what: 'An argument is of the wrong kind',
    where,
    ...problem,
    fix: 'look at the order of the arguments',
    kind: 'usage',
  });
}

/** Copies the given rows, in the given order, into a new matrix. */
export function selectRows(matrix: EmbeddingMatrix, rows: ArrayLike<number>): EmbeddingMatrix {
  const { columns } = matrix;
  const data = new Float32Array(rows.length * columns);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (!(Number.isInteger(row) && row >= 0 && row < matrix.rows)) {
      throw new RetrievalError({
        what: 'A row is not in the matrix',
        where: `rows[${i}]`,
        expected: `0 to ${matrix.rows - 1}`,
        found: describeValue(row),
      });
    }
    data.set(matrix.data.subarray(row * columns, (row + 1) * columns), i * columns);
  }
  return { data, rows: rows.length, columns };
}

/** Smallest squared norm that is divided by: a zero row stays zero instead of becoming NaN. */
export const smallestSquare = 1e-12;
