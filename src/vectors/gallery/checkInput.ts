import { describeValue } from '../../base/describeValue.js';
import { checkMatrix, type EmbeddingMatrix } from '../embeddingMatrix.js';
import { RetrievalError } from '../../errors.js';

/** Refuses a matrix whose numbers do not fill it, or with a vector that is zero or not finite. */
export function checkDirections(matrix: EmbeddingMatrix, where: string): void {
  checkFilled(matrix, where);
  for (let row = 0; row < matrix.rows; row++) checkRow(matrix, row, where, row);
}

/** Refuses a matrix whose numbers do not fill it. */
export function checkFilled(matrix: EmbeddingMatrix, where: string): void {
  // Plain JavaScript may have given anything.
  const { data, rows, columns } = Object(matrix) as EmbeddingMatrix;
  checkMatrix(data, rows, columns, where);
  if (columns >= 1 && data.length === rows * columns) return;
  throw new RetrievalError({
    what: 'The numbers do not fill the matrix of embeddings',
    where,
    expected: `${rows} x ${columns} numbers`,
    found: `${data.length} numbers`,
  });
}

/**
 * Refuses a vector that is zero or not finite.
 *
 * @param rowInMessage its number in the whole gallery
 */
export function checkRow(matrix: EmbeddingMatrix, row: number, where: string, rowInMessage: number): void {
  const { data, columns } = matrix;
  let squares = 0;
  for (let i = row * columns; i < (row + 1) * columns; i++) squares += data[i]! * data[i]!;
  if (!(squares > 0 && squares < Infinity)) throw badVector(where, rowInMessage, squares);
}

function badVector(where: string, row: number, squares: number): RetrievalError {
  return new RetrievalError({
    what: 'An embedding has no direction',
    where: `${where}, row ${row}`,
    expected: 'finite numbers, not all zero',
    found: squares === 0 ? 'a zero vector' : 'NaN or an infinite number',
    fix: 'look at the picture of that row and at the model that embedded it',
  });
}

/** Refuses two matrices of different dimension. */
export function checkSameDimension(
  queries: { columns: number },
  gallery: { columns: number },
  names = 'queries and gallery',
): void {
  if (queries.columns === gallery.columns) return;
  throw new RetrievalError({
    what: 'Embeddings of different dimension cannot be compared',
    where: names,
    expected: 'the same number of columns',
    found: `${queries.columns} and ${gallery.columns}`,
    fix: "give the query model the gallery model's dimension",
  });
}

/** Refuses what is no list. */
export function checkList(list: ArrayLike<unknown>, where: string, expected: string): void {
  if (typeof list === 'object' && list !== null && typeof list.length === 'number') return;
  throw new RetrievalError({
    what: 'An argument is not a list',
    where,
    expected,
    found: describeValue(list),
    fix: 'look at the order of the arguments',
  });
}

/** Refuses what is no list, or has not one entry per row. */
export function checkLength(list: ArrayLike<unknown>, length: number, where: string): void {
  checkList(list, where, `${length} entries`);
  if (list.length === length) return;
  throw new RetrievalError({
    what: 'A list does not have one entry per row',
    where,
    expected: `${length} entries`,
    found: `${list.length} entries`,
  });
}

/** Refuses a count that is not a whole number of at least `lowest`. */
export function checkCount(value: number, where: string, lowest = 1): void {
  if (Number.isInteger(value) && value >= lowest) return;
  throw new RetrievalError({
    what: 'A count is out of range',
    where,
    expected: `a whole number of at least ${lowest}`,
    found: describeValue(value),
  });
}

/** Refuses similarities, or other numbers, that are NaN or infinite. */
export function checkFinite(numbers: ArrayLike<number>, where: string, what = 'A similarity'): void {
  checkList(numbers, where, 'finite numbers');
  for (let i = 0; i < numbers.length; i++) {
    if (Number.isFinite(numbers[i])) continue;
    throw new RetrievalError({
      what: `${what} is not a finite number`,
      where: `${where}[${i}]`,
      expected: 'finite numbers',
      found: describeValue(numbers[i]),
    });
  }
}
