import { parquetWriteBuffer } from 'hyparquet-writer';
import { RetrievalError } from '../../errors.js';
import { embeddingMatrix, type EmbeddingMatrix } from '../embeddingMatrix.js';
import { rowsPerGroup } from './encodeParquet.js';
import { listElements, packed, textElement } from './parquetParts.js';

/** The largest number of a row, in size, becomes this. */
const largest = 127;

/**
 * The bytes of a Parquet table that keeps directions only: a column `embedding` of lists of int8, in which the largest
 * number of a row, in size, is 127, and of texts, `id`. Brought to unit length a row is the unit vector again, to within
 * half a step of each number. A quarter of the size of float32 before it is compressed.
 *
 * @param notes key-value metadata of the file
 * @throws RetrievalError for a row that has no direction.
 */
export function encodeDirections(
  matrix: EmbeddingMatrix,
  ids: readonly string[],
  notes: Record<string, string>,
): Uint8Array {
  const { data, rows, columns } = roundedDirections(matrix);
  const buffer = parquetWriteBuffer({
    columnData: [
      { name: 'id', data: [...ids] },
      {
        name: 'embedding',
        data: Array.from({ length: rows }, (_, row) =>
          Array.from(data.subarray(row * columns, (row + 1) * columns)),
        ),
        // Brings the bytes that differ together and leaves the sign bytes to the compression.
        encoding: 'BYTE_STREAM_SPLIT',
      },
    ],
    schema: [
      { name: 'root', num_children: 2 },
      textElement('id'),
      ...listElements('embedding', { type: 'INT32', converted_type: 'INT_8' }),
    ],
    rowGroupSize: rowsPerGroup(columns),
    statistics: false,
    ...packed(notes),
  });
  return new Uint8Array(buffer);
}

/** Whole numbers in the place of each row's, the largest in size 127. @throws RetrievalError as `encodeDirections`. */
export function roundedDirections({ data, rows, columns }: EmbeddingMatrix): EmbeddingMatrix {
  const rounded = new Float32Array(data.length);
  for (let row = 0; row < rows; row++) {
    const first = row * columns;
    const vector = data.subarray(first, first + columns);
    const size = vector.reduce((most, number) => Math.max(most, Math.abs(number)), 0);
    if (!(size > 0 && size < Infinity)) {
      throw new RetrievalError({
        what: 'A vector has no direction',
        where: `row ${row}`,
        expected: 'finite numbers that are not all zero',
        found: `the largest in size is ${size}`,
      });
    }
    vector.forEach((number, d) => (rounded[first + d] = Math.round((number / size) * largest)));
  }
  return embeddingMatrix(rounded, rows, columns);
}
