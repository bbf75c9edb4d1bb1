import { existsSync, readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { embeddingFormats } from '../../src/vectors/formats/embeddingFormats.js';
import { readEmbeddingFile } from '../../src/vectors/readEmbeddingFile.js';
import { writeEmbeddingFile } from '../../src/vectors/writeEmbeddingFile.js';
import { temporaryFolder } from '../helpers/temporaryFolder.js';

const file = temporaryFolder();

/** Any float32, also NaN, infinities, negative zero and denormals: what is written is read, bit by bit. */
const embeddings = fc
  .tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 5 }))
  .chain(([rows, columns]) =>
    fc.record({
      matrix: fc
        .array(fc.float(), { minLength: rows * columns, maxLength: rows * columns })
        .map((numbers) => ({ data: Float32Array.from(numbers), rows, columns })),
      ids: fc.option(
        fc.array(
          fc.string({ unit: 'grapheme', minLength: 1 }).filter((id) => !/[\r\n\0\uFEFF]/.test(id)),
          { minLength: rows, maxLength: rows },
        ),
        { nil: undefined },
      ),
    }),
  );

for (const format of embeddingFormats) {
  describe(`.${format} files`, () => {
    test('give back every number and id', async () => {
      const path = file(`round-${format}.${format}`);
      await fc.assert(
        fc.asyncProperty(embeddings, async ({ matrix, ids }) => {
          await writeEmbeddingFile(path, { matrix, ids });
          const read = await readEmbeddingFile(path);
          expect(read.ids).toEqual(ids);
          expect(bits(read.matrix.data)).toEqual(bits(matrix.data));
          expect(read.matrix.rows).toBe(matrix.rows);
          // Lists of no rows have no length.
          if (matrix.rows > 0 || format !== 'parquet') expect(read.matrix.columns).toBe(matrix.columns);
        }),
        { numRuns: 40 },
      );
    });

    test('are known by their content, whatever they are called, and by their hash', async () => {
      const matrix = { data: Float32Array.of(1, 2, 3, 4, 5, 6), rows: 3, columns: 2 };
      const path = file(`named.${format}`);
      await writeEmbeddingFile(path, { matrix });
      const bytes = readFileSync(path);
      const read = await readEmbeddingFile(file(`renamed-${format}.bin`, bytes));
      expect(read.matrix).toEqual(matrix);
      expect(read.ids).toBeUndefined();
      expect(read.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    });

    test('are the same bytes when the same is written again', async () => {
      const content = { matrix: { data: Float32Array.of(1, 2), rows: 2, columns: 1 }, ids: ['a', 'b'] };
      await writeEmbeddingFile(file(`one.${format}`), content);
      await writeEmbeddingFile(file(`two.${format}`), content);
      expect(readFileSync(file(`one.${format}`)).equals(readFileSync(file(`two.${format}`)))).toBe(true);
    });
  });
}

describe('writing', () => {
  const matrix = { data: Float32Array.of(1, 2), rows: 2, columns: 1 };

  test('keeps many rows of Parquet in several groups', async () => {
    const [rows, columns] = [3, 2 ** 19 + 1];
    const large = { data: Float32Array.from({ length: rows * columns }, (_, i) => i % 977), rows, columns };
    await writeEmbeddingFile(file('groups.parquet'), { matrix: large, ids: ['a', 'b', 'c'] });
    const read = await readEmbeddingFile(file('groups.parquet'));
    expect(read.ids).toEqual(['a', 'b', 'c']);
    expect(Buffer.compare(bits(read.matrix.data), bits(large.data))).toBe(0);
  });

  test('does not leave ids of former embeddings beside an .npy file', async () => {
    await writeEmbeddingFile(file('x.npy'), { matrix, ids: ['a', 'b'] });
    expect(readFileSync(file('x.ids.txt'), 'utf8')).toBe('a\nb\n');
    await writeEmbeddingFile(file('x.npy'), { matrix });
    expect(existsSync(file('x.ids.txt'))).toBe(false);
  });

  test('refuses what could not be read again', async () => {
    const write = (name: string, ids?: string[], numbers = matrix) =>
      writeEmbeddingFile(file(name), { matrix: numbers, ids });
    await expect(write('x.h5')).rejects.toThrow(/no format of embeddings[\s\S]*\.npy, \.npz/);
    await expect(write('x.npz', ['a'])).rejects.toThrow(/do not fit[\s\S]*2 ids[\s\S]*1 ids/);
    await expect(write('x.npz', ['a', ''])).rejects.toThrow(/"" of row 1/);
    await expect(write('x.npy', ['a\nb', 'c'])).rejects.toThrow(/row 0/);
    await expect(write('x.npz', ['a', 'b\0'])).rejects.toThrow(/row 1/);
    await expect(write('x.mat', ['a', '\ud800'])).rejects.toThrow(/row 1/);
    await expect(write('x.npy', undefined, { ...matrix, rows: 3 })).rejects.toThrow(/do not fill/);
    expect(existsSync(file('x.h5'))).toBe(false);
  });
});

function bits(data: Float32Array): Buffer {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
