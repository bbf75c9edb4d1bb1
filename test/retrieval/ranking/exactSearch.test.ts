import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EmbeddingMatrix } from '../../../src/vectors/embeddingMatrix.js';
import { RetrievalError } from '../../../src/errors.js';
import { multiplyPlain } from '../../../src/retrieval/ranking/multiply.js';
import { exactSearch } from '../../../src/retrieval/ranking/exactSearch.js';
import { matrixOf, randomMatrix, readInPieces } from './matrices.js';

const multiply = multiplyPlain;

/** Full sort of float64 products, rounded to float32 as the search stores them. */
function slowSearch(queries: EmbeddingMatrix, gallery: EmbeddingMatrix, k: number): number[][] {
  return Array.from({ length: queries.rows }, (_, q) => {
    const scores = Array.from({ length: gallery.rows }, (_, g) => {
      let sum = 0;
      for (let d = 0; d < queries.columns; d++) {
        sum += queries.data[q * queries.columns + d] * gallery.data[g * queries.columns + d];
      }
      return Math.fround(sum);
    });
    const order = scores.map((_, i) => i).sort((a, b) => scores[b] - scores[a] || a - b);
    return order.slice(0, k);
  });
}

const listsOf = (rows: Int32Array, k: number): number[][] =>
  Array.from({ length: rows.length / k }, (_, q) => [...rows.subarray(q * k, (q + 1) * k)]);

describe('exactSearch', () => {
  test('finds what a full sort finds, however queries and gallery are cut', async () => {
    const queries = randomMatrix(7, 5, 1);
    const gallery = randomMatrix(53, 5, 2);
    const expected = slowSearch(queries, gallery, 9);
    for (const [rowsPerBlock, queriesPerBlock] of [
      [4096, 1024],
      [1, 1],
      [10, 3],
      [53, 7],
    ]) {
      const result = await exactSearch({ queries, gallery, k: 9, multiply, rowsPerBlock, queriesPerBlock });
      expect(listsOf(result.rows, 9)).toEqual(expected);
    }
  });

  test('gives the same bits for a gallery read in pieces of uneven size', async () => {
    const queries = randomMatrix(4, 6, 3);
    const gallery = randomMatrix(41, 6, 4);
    const inMemory = await exactSearch({ queries, gallery, k: 8, multiply, rowsPerBlock: 10 });
    const read = await exactSearch({
      queries,
      gallery: () => readInPieces(gallery, [1, 13, 2, 25]),
      k: 8,
      multiply,
      rowsPerBlock: 10,
    });
    expect(read).toEqual(inMemory);
  });

  test('breaks ties by the lower gallery row at any k', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        async (values, k, rowsPerBlock) => {
          const gallery = matrixOf(values.map((value) => [value]));
          const result = await exactSearch({ queries: matrixOf([[1]]), gallery, k, multiply, rowsPerBlock });
          const expected = values.map((_, i) => i).sort((a, b) => values[b] - values[a] || a - b);
          expect([...result.rows]).toEqual(expected.slice(0, k));
        },
      ),
    );
  });

  test('gives the whole gallery when k is larger', async () => {
    const result = await exactSearch({
      queries: matrixOf([[1]]),
      gallery: matrixOf([[1], [2]]),
      k: 5,
      multiply,
    });
    expect(result.k).toBe(2);
    expect([...result.rows]).toEqual([1, 0]);
    expect([...result.scores]).toEqual([2, 1]);
  });

  test('leaves the query itself out and marks the missing result', async () => {
    const vectors = matrixOf([[1], [2], [3]]);
    const result = await exactSearch({
      queries: vectors,
      gallery: vectors,
      k: 3,
      multiply,
      selfInGallery: [0, 1, -1],
      rowsPerBlock: 2,
    });
    expect(listsOf(result.rows, 3)).toEqual([
      [2, 1, -1],
      [2, 0, -1],
      [2, 1, 0],
    ]);
    expect(result.scores[2]).toBe(-Infinity);
  });

  test('never lets NaN from a product stand on top', async () => {
    const result = await exactSearch({
      queries: matrixOf([[1]]),
      gallery: matrixOf([[1], [1], [1], [1]]),
      k: 4,
      multiply: () => Float32Array.of(NaN, -3, NaN, 2),
    });
    expect([...result.rows]).toEqual([3, 1, 0, 2]);
  });

  test('refuses what cannot be compared', async () => {
    const queries = matrixOf([[1, 0]]);
    const good = matrixOf([[0, 1]]);
    const search = (changes: object): Promise<unknown> =>
      exactSearch({ queries, gallery: good, k: 1, multiply, ...changes });
    await expect(search({ gallery: matrixOf([[1, 2, 3]]) })).rejects.toThrow(/2 and 3/);
    await expect(
      search({
        gallery: matrixOf([
          [1, 1],
          [0, 0],
        ]),
      }),
    ).rejects.toThrow(/gallery, row 1/);
    await expect(search({ queries: matrixOf([[NaN, 1]]) })).rejects.toThrow(/queries, row 0/);
    await expect(search({ queries: matrixOf([[Infinity, 1]]) })).rejects.toThrow(RetrievalError);
    await expect(search({ gallery: { ...good, rows: 2 } })).rejects.toThrow(/2 x 2/);
    await expect(search({ gallery: { data: new Float32Array(0), rows: 0, columns: 2 } })).rejects.toThrow(
      /empty/,
    );
    await expect(search({ k: 0 })).rejects.toThrow(RetrievalError);
    await expect(search({ k: 1.5 })).rejects.toThrow(RetrievalError);
    await expect(search({ selfInGallery: [0, 1] })).rejects.toThrow(/selfInGallery/);
    for (const row of [NaN, 1, -2, 0.5]) {
      await expect(search({ selfInGallery: [row] })).rejects.toThrow(/selfInGallery\[0\]/);
    }
  });

  test('names the gallery row of a bad vector in a later piece', async () => {
    const gallery = matrixOf([[1], [1], [1], [0]]);
    const search = exactSearch({
      queries: matrixOf([[1]]),
      gallery: () => readInPieces(gallery, [3, 1]),
      k: 1,
      multiply,
    });
    await expect(search).rejects.toThrow(/gallery, row 3/);
  });
});
