import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { averagePrecision } from '../../../src/retrieval/metrics/averagePrecision.js';
import { multiplyPlain } from '../../../src/retrieval/ranking/multiply.js';
import {
  rankPositives,
  rankPositivesInScores,
  rankPositivesOf,
} from '../../../src/retrieval/ranking/rankPositives.js';
import { relevanceFromLabels } from '../../../src/retrieval/ranking/relevance.js';
import { similarityMatrix, scoresOf } from '../../../src/retrieval/ranking/rankAll.js';
import { matrixOf, randomMatrix, readInPieces } from './matrices.js';

/** Positions in a sorted list without the ignored rows. */
function slowPositions(scores: ArrayLike<number>, positives: number[], ignored: number[]): number[] {
  const value = (row: number): number => (Number.isNaN(scores[row]) ? -Infinity : scores[row]);
  const kept = Array.from(scores, (_, row) => row).filter((row) => !ignored.includes(row));
  kept.sort((a, b) => (value(a) === value(b) ? a - b : value(b) - value(a)));
  return kept.map((row, place) => (positives.includes(row) ? place : -1)).filter((place) => place >= 0);
}

describe('rankPositivesInScores', () => {
  test('equals the positions in a full sort, with ties, junk and NaN', () => {
    const item = fc.record({
      score: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(NaN)),
      role: fc.constantFrom('positive', 'negative', 'ignored'),
    });
    fc.assert(
      fc.property(fc.array(item, { maxLength: 40 }), (items) => {
        const scores = Float64Array.from(items, ({ score }) => score);
        const rowsOf = (role: string): number[] =>
          items.flatMap((entry, row) => (entry.role === role ? [row] : []));
        const [positives, ignored] = [rowsOf('positive'), rowsOf('ignored')];
        const found = rankPositivesInScores(scores, Int32Array.from(positives), Int32Array.from(ignored));
        expect([...found]).toEqual(slowPositions(scores, positives, ignored));
      }),
    );
  });

  test('equals them for lists of any numbers, with infinite similarities among the positives', () => {
    const item = fc.record({
      score: fc.oneof(
        fc.double(),
        fc.integer({ min: -2, max: 2 }),
        fc.constantFrom(NaN, Infinity, -Infinity),
      ),
      role: fc.constantFrom('positive', 'negative', 'negative', 'negative', 'ignored'),
    });
    fc.assert(
      fc.property(fc.array(item, { maxLength: 200, size: 'max' }), (items) => {
        const rowsOf = (role: string): number[] =>
          items.flatMap((entry, row) => (entry.role === role ? [row] : []));
        const [positives, ignored] = [rowsOf('positive'), rowsOf('ignored')];
        const wide = Float64Array.from(items, ({ score }) => score);
        for (const scores of [wide, Float32Array.from(wide)]) {
          const found = rankPositivesInScores(scores, Int32Array.from(positives), Int32Array.from(ignored));
          expect([...found]).toEqual(slowPositions(scores, positives, ignored));
        }
      }),
    );
  });

  test('equals them for a long list', () => {
    const scores = randomMatrix(1, 3000, 3).data;
    const positives = Array.from({ length: 40 }, (_, i) => 70 * i);
    const ignored = Array.from({ length: 40 }, (_, i) => 70 * i + 1);
    const found = rankPositivesInScores(scores, Int32Array.from(positives), Int32Array.from(ignored));
    expect([...found]).toEqual(slowPositions(scores, positives, ignored));
  });
});

describe('rankPositives', () => {
  const queries = randomMatrix(13, 8, 1);
  const gallery = randomMatrix(60, 8, 2);
  const relevance = relevanceFromLabels({
    queryLabels: Array.from({ length: 13 }, (_, q) => q % 6),
    galleryLabels: Array.from({ length: 60 }, (_, row) => row % 5),
    selfInGallery: Array.from({ length: 13 }, (_, q) => (q % 2 ? q : -1)),
    junk: Array.from({ length: 13 }, (_, q) => (q % 3 ? [q + 5, 40, 40] : [])),
  });

  test('equals, to the last bit, the positions in similarities held in memory', async () => {
    const scores = await similarityMatrix(queries, gallery, multiplyPlain);
    const expected = relevance.positives.map((rows, q) =>
      rankPositivesInScores(scoresOf(scores, q), rows, relevance.ignored[q]),
    );
    for (const rowsPerBlock of [1, 7, 60, 4096]) {
      const options = { multiply: multiplyPlain, rowsPerBlock, queriesPerBlock: 4 };
      const streamed = await rankPositives(
        queries,
        () => readInPieces(gallery, [3, 30, 27]),
        relevance,
        options,
      );
      expect(streamed).toEqual(expected);
      expect(streamed.map((list) => averagePrecision(list))).toEqual(
        expected.map((list) => averagePrecision(list)),
      );
    }
  });

  test('reads the gallery once where the similarities may be held, else twice, with the same result', async () => {
    // What one relevance finds another one ignores, as in the protocols of the revisited benchmarks.
    const swapped = { ...relevance, positives: relevance.ignored, ignored: relevance.positives };
    const expected = [relevance, swapped].map((lists) =>
      lists.positives.map((rows, q) => {
        const scores = multiplyPlain(
          { ...queries, data: queries.data.subarray(q * 8, q * 8 + 8), rows: 1 },
          gallery,
        );
        return rankPositivesInScores(scores, rows, lists.ignored[q]);
      }),
    );
    for (const [heldBytes, passes] of [
      [4 * 13 * 60, 1],
      [4 * 13 * 60 - 1, 2],
    ]) {
      let starts = 0;
      const source = () => {
        starts++;
        return readInPieces(gallery, [20, 20, 20]);
      };
      const options = { multiply: multiplyPlain, heldBytes, rowsPerBlock: 20, queriesPerBlock: 5 };
      expect(await rankPositivesOf(queries, source, [relevance, swapped], options)).toEqual(expected);
      expect(starts).toBe(passes);
    }
    expect(await rankPositivesOf(queries, gallery, [])).toEqual([]);
  });

  test('refuses a gallery with another number of rows than labels', async () => {
    for (const heldBytes of [0, Infinity]) {
      for (const rows of [59, 61]) {
        const other = randomMatrix(rows, 8, 2);
        const options = { multiply: multiplyPlain, heldBytes };
        await expect(rankPositives(queries, other, relevance, options)).rejects.toThrow(`${rows} rows`);
      }
    }
    await expect(
      rankPositives(randomMatrix(12, 8, 1), gallery, relevance, { multiply: multiplyPlain }),
    ).rejects.toThrow(/query labels/);
  });

  test('gives an empty list to a query without positives', async () => {
    const none = relevanceFromLabels({ queryLabels: [9], galleryLabels: [1, 2] });
    const positions = await rankPositives(matrixOf([[1]]), matrixOf([[1], [2]]), none, {
      multiply: multiplyPlain,
    });
    expect(positions.map((list) => list.length)).toEqual([0]);
  });
});
