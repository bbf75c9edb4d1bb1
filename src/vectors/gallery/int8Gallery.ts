import { RetrievalError } from '../../errors.js';
import type { EmbeddingMatrix } from '../embeddingMatrix.js';
import { checkFilled, checkFinite } from './checkInput.js';
import type { GallerySource } from './gallerySource.js';

/**
 * Vectors in a quarter of the memory: row `i` is `scales[i]` times `data[i * columns .. (i + 1) * columns)`, numbers of
 * -127 to 127.
 */
export interface Int8Matrix {
  data: Int8Array;
  /** `[rows]` */
  scales: Float32Array;
  rows: number;
  columns: number;
}

const largest = 127;

/**
 * Rounds each row to whole multiples of a 127th of its largest number.
 * @throws RetrievalError for a row with a number that is not finite.
 */
export function toInt8(matrix: EmbeddingMatrix): Int8Matrix {
  checkFilled(matrix, 'matrix');
  const { data, rows, columns } = matrix;
  const rounded = new Int8Array(data.length);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const numbers = data.subarray(row * columns, (row + 1) * columns);
    const peak = numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (!Number.isFinite(peak)) {
      throw new RetrievalError({
        what: 'A vector cannot be stored in bytes',
        where: `row ${row}`,
        expected: 'finite numbers',
        found: String(peak),
      });
    }
    scales[row] = peak / largest;
    // A row of zeros stays one.
    const factor = peak === 0 ? 0 : largest / peak;
    numbers.forEach((value, d) => (rounded[row * columns + d] = Math.round(value * factor)));
  }
  return { data: rounded, scales, rows, columns };
}

/**
 * Such vectors as a gallery to search: the search is exact for the rounded numbers, which are widened block by block.
 * @throws RetrievalError for numbers or scales that do not fill the matrix.
 */
export function int8Gallery({ data, scales, rows, columns }: Int8Matrix): GallerySource {
  if (data.length !== rows * columns || scales.length !== rows) {
    throw new RetrievalError({
      what: 'The numbers do not fill the matrix',
      expected: `${rows} x ${columns} = ${rows * columns} numbers and ${rows} scales`,
      found: `${data.length} numbers and ${scales.length} scales`,
    });
  }
  checkFinite(scales, 'scales', 'A scale');
  // eslint-disable-next-line @typescript-eslint/require-await
  return async function* (rowsPerBlock) {
    for (let first = 0; first < rows; first += rowsPerBlock) {
      const count = Math.min(rowsPerBlock, rows - first);
      const block = Float32Array.from(data.subarray(first * columns, (first + count) * columns));
      for (let i = 0; i < block.length; i++) block[i]! *= scales[first + Math.floor(i / columns)]!;
      yield { data: block, rows: count, columns };
    }
  };
}
