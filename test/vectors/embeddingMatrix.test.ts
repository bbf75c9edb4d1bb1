import { describe, expect, test } from 'vitest';
import { exactSearch } from '../../src/retrieval/ranking/exactSearch.js';
import { embeddingMatrix, selectRows, type EmbeddingMatrix } from '../../src/vectors/embeddingMatrix.js';
import { nearestNeighbours } from '../../src/vectors/nearestNeighbours.js';
import { writeEmbeddingFile } from '../../src/vectors/writeEmbeddingFile.js';

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

describe('embeddingMatrix', () => {
  const data = new Float32Array(500_000);

  test.each([
    [[data.length / 10, 10, data], /data as a Float32Array[^]*found: 50000/],
    [[data, data, 10], /rows and columns[^]*a Float32Array of 500000 and 10/],
    [[Array.from(data), 50_000, 10], /found: a list of 500000/],
    [[data, NaN, 10], /found: NaN and 10/],
    [[data, '50000', 10], /found: the text "50000" and 10/],
  ])('names an argument of the wrong kind, without its numbers', (words, message) => {
    const make = () => embeddingMatrix(...(words as unknown as Parameters<typeof embeddingMatrix>));
    expect(make).toThrow(message);
    expect(make).toThrow(/order of the arguments/);
    expect(make).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/^[^]{0,400}$/) as string }),
    );
  });
});

test.each([undefined, 3, 'vectors', { data: [1, 2], rows: 1, columns: 2 }])(
  'what is no matrix is named as such by what takes one: %j',
  async (value) => {
    const wrong = value as unknown as EmbeddingMatrix;
    const right = matrix([[1, 0]]);
    await expect(exactSearch({ queries: wrong, gallery: right, k: 1 })).rejects.toThrow(/where: queries/);
    await expect(nearestNeighbours(wrong, right, 1)).rejects.toThrow(/where: bank/);
    await expect(writeEmbeddingFile('never.npz', { matrix: wrong })).rejects.toThrow(
      /wrong kind[^]*Float32Array/,
    );
  },
);
