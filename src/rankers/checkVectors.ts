import { describeValue } from '../base/describeValue.js';
import { RetrievalError } from '../errors.js';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { checkDirections } from '../vectors/gallery/checkInput.js';

/** How far a row's norm may be from 1. */
const tolerance = 1e-3;

/** Refuses vectors that are zero, not finite or not of unit length, and a list longer than there are pictures. */
export function checkVectors(vectors: EmbeddingMatrix, length: number): void {
  checkDirections(vectors, 'vectors');
  const { data, rows, columns } = vectors;
  for (let row = 0; row < rows; row++) {
    let squares = 0;
    for (let i = row * columns; i < (row + 1) * columns; i++) squares += data[i]! * data[i]!;
    if (Math.abs(Math.sqrt(squares) - 1) <= tolerance) continue;
    throw new RetrievalError({
      what: 'A ranker compares vectors of unit length only',
      where: `vectors, row ${row}`,
      expected: 'a norm of 1',
      found: String(Math.sqrt(squares)),
      fix: 'bring the vectors to unit length with joinVectors([vectors])',
    });
  }
  checkPlaces(length, rows, 'length');
}

/** Refuses a number of pictures that is not between `lowest` and those that there are. */
export function checkPlaces(places: number, pictures: number, where: string, lowest = 1): void {
  if (Number.isInteger(places) && places >= lowest && places <= pictures) return;
  throw new RetrievalError({
    what: 'The pictures are too few for a ranker, or its setting is no count',
    where,
    expected: `a whole number from ${lowest} to ${pictures}, the pictures that it may take`,
    found: describeValue(places),
    fix: `set a smaller ${where}`,
    kind: 'usage',
  });
}

/** Refuses a share that is not between 0 and 1, or is 1 where it must be below. */
export function checkShare(share: number, where: string, end: 'up to 1' | 'below 1' = 'up to 1'): void {
  if (share >= 0 && (share < 1 || (share === 1 && end === 'up to 1'))) return;
  throw outOfRange(share, where, `a number from 0 ${end === 'up to 1' ? 'to 1' : 'to below 1'}`);
}

/** Refuses an exponent that is not a number of at least `lowest`. */
export function checkExponent(exponent: number, where: string, lowest: number): void {
  if (Number.isFinite(exponent) && exponent >= lowest) return;
  throw outOfRange(exponent, where, `a number of at least ${lowest}`);
}

function outOfRange(found: number, where: string, expected: string): RetrievalError {
  return new RetrievalError({
    what: 'A setting of a ranker is out of range',
    where,
    expected,
    found: describeValue(found),
    kind: 'usage',
  });
}
