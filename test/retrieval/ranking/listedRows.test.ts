import { describe, expect, test } from 'vitest';
import { countRows, listedRows, noteScores, placeOf } from '../../../src/retrieval/ranking/listedRows.js';
import { multiplyPlain } from '../../../src/retrieval/ranking/multiply.js';
import { positionsOf, rowCounter } from '../../../src/retrieval/ranking/positivePositions.js';
import { rowsOf } from '../../../src/vectors/gallery/gallerySource.js';
import { matrixOf, randomMatrix } from './matrices.js';

test('listed rows are those of all lists, once and in order', () => {
  const { rows, scores } = listedRows([
    { positives: Int32Array.of(3, 9), ignored: Int32Array.of(1) },
    { positives: Int32Array.of(1), ignored: Int32Array.of(9, 20) },
  ]);
  expect([...rows]).toEqual([1, 3, 9, 20]);
  expect(scores).toHaveLength(4);
  expect([0, 1, 2, 20, 21].map((row) => placeOf(rows, row))).toEqual([0, 0, 1, 3, 4]);
});

describe('parts of a gallery', () => {
  const [queries, gallery] = [randomMatrix(3, 4, 1), randomMatrix(20, 4, 2)];
  const list = [{ positives: Int32Array.of(2, 7, 19), ignored: Int32Array.of(8) }];
  const part = (first: number, end: number) => ({ source: rowsOf(gallery, first, end - first), first });

  test('are noted and counted one by one as the whole', async () => {
    const [whole, inParts] = [0, 1].map(() => [0, 1, 2].map(() => listedRows(list)));
    const options = { multiply: multiplyPlain, rowsPerBlock: 3 };
    expect(await noteScores(queries, part(0, 20), whole, options)).toBe(20);
    expect(await noteScores(queries, part(8, 20), inParts, options)).toBe(20);
    expect(await noteScores(queries, part(0, 8), inParts, options)).toBe(8);
    expect(inParts).toEqual(whole);
    const counted = async (...parts: ReturnType<typeof part>[]) => {
      const counters = whole.map(({ rows, scores }) => rowCounter(rows, scores));
      for (const one of parts) await countRows(queries, one, whole, counters, options);
      return counters.map(({ between }) => [...between]);
    };
    expect(await counted(part(0, 5), part(5, 6), part(6, 20))).toEqual(await counted(part(0, 20)));
  });

  test('only blocks with listed rows are multiplied to note them', async () => {
    const multiplied: number[] = [];
    const multiply = (some: typeof queries, block: typeof gallery) => {
      multiplied.push(block.data[0]);
      return multiplyPlain(some, block);
    };
    const listed = [0, 1, 2].map(() => listedRows(list));
    await noteScores(queries, part(0, 20), listed, { multiply, rowsPerBlock: 3 });
    // Rows 2, 7, 8 and 19 lie in the blocks from 0, 6 and 18 on.
    expect(multiplied).toEqual([0, 6, 18].map((row) => gallery.data[row * 4]));
  });

  test('a listed row counts by its noted similarity, so that it never stands above itself', async () => {
    const listed = [{ rows: Int32Array.of(0), scores: Float32Array.of(1) }];
    const counters = [rowCounter(listed[0].rows, listed[0].scores)];
    const one = matrixOf([[1]]);
    // What another machine might compute.
    const multiply = () => Float32Array.of(1 + 2 ** -20, 0.5);
    await countRows(one, { source: matrixOf([[1], [0.5]]), first: 0 }, listed, counters, { multiply });
    expect([...positionsOf(counters[0], Int32Array.of(0), new Int32Array(0))]).toEqual([0]);
  });
});
