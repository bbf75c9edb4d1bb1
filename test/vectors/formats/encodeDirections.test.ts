import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { randomSource } from '../../../src/base/randomSource.js';
import { embeddingMatrix } from '../../../src/vectors/embeddingMatrix.js';
import { encodeDirections, roundedDirections } from '../../../src/vectors/formats/encodeDirections.js';
import { openParquetTable } from '../../../src/vectors/formats/parquetTable.js';
import { readEmbeddingFile } from '../../../src/vectors/readEmbeddingFile.js';
import { unitLength } from '../../../src/vectors/unitLength.js';

const folder = mkdtempSync(join(tmpdir(), 'directions-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const [rows, columns] = [900, 1280];
const random = randomSource(3, 'directions');
const numbers = Float32Array.from({ length: rows * columns }, () => Math.max(0, random.normal()) ** 2);
const vectors = unitLength(embeddingMatrix(numbers, rows, columns));
const ids = Array.from({ length: rows }, (_, row) => `some/picture ${row}.jpg`);

function write(name: string): string {
  const file = join(folder, name);
  writeFileSync(file, encodeDirections(vectors, ids, { licence: 'MIT', 'a note': 'in two\nlines' }));
  return file;
}

test('keeps directions to within half a step, ids, and what is said of them, over several groups of rows', async () => {
  const file = write('some.parquet');
  const found = await readEmbeddingFile(file);
  expect(found.ids).toEqual(ids);
  const { data } = found.matrix;
  // Number by number a comparison of arrays takes long.
  expect(Buffer.from(data.buffer).equals(Buffer.from(roundedDirections(vectors).data.buffer))).toBe(true);
  for (let row = 0; row < rows; row++) {
    const stored = data.subarray(row * columns, (row + 1) * columns);
    const vector = vectors.data.subarray(row * columns, (row + 1) * columns);
    const size = Math.max(...vector);
    expect(Math.max(...stored)).toBe(127);
    expect(stored.every((value, d) => Math.abs(value - (127 * vector[d]) / size) <= 0.5001)).toBe(true);
  }
  expect((await openParquetTable(file)).notes).toEqual({ licence: 'MIT', 'a note': 'in two\nlines' });
});

test('is smaller than a byte a number, and the same bytes each time', () => {
  const few = embeddingMatrix(vectors.data.slice(0, 20 * columns), 20, columns);
  const bytes = encodeDirections(few, ids.slice(0, 20), {});
  expect(bytes.length).toBeLessThan(0.8 * few.data.length);
  expect(Buffer.from(encodeDirections(few, ids.slice(0, 20), {})).equals(bytes)).toBe(true);
});

test.each([0, NaN, Infinity])('refuses a row of %s', (value) => {
  const matrix = embeddingMatrix(Float32Array.of(1, 2, value, value), 2, 2);
  expect(() => encodeDirections(matrix, ['a', 'b'], {})).toThrow(/no direction[^]*row 1/);
});
