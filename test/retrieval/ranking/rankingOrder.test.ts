import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomSource } from '../../../src/base/randomSource.js';
import { rankAll } from '../../../src/retrieval/ranking/rankAll.js';
import { rankingOrder, sortRows } from '../../../src/retrieval/ranking/rankingOrder.js';

/** Few distinct values, so that ties are common. */
const tiedScores = fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 70 });

/** Any numbers, with the ones that order badly among them; long enough for every way to sort. */
const anyScores = fc.array(
  fc.oneof(fc.double(), fc.float(), fc.constantFrom(NaN, 0, -0, Infinity, -Infinity, 5e-324, -5e-324)),
  { maxLength: 300, size: 'max' },
);

/** A comparison sort with the tie rule and NaN as the lowest number. */
function slowOrder(scores: ArrayLike<number>): number[] {
  const value = (row: number): number => (Number.isNaN(scores[row]) ? -Infinity : scores[row]);
  return Array.from(scores, (_, row) => row).sort((a, b) =>
    value(a) === value(b) ? a - b : value(b) - value(a),
  );
}

describe('rankingOrder', () => {
  test('puts the highest first, ties by lower row and NaN last, even behind -Infinity', () => {
    const order = rankingOrder([0.5, NaN, 0.9, 0.5, -Infinity, Infinity]);
    expect([...order]).toEqual([5, 2, 0, 3, 1, 4]);
    expect([...rankingOrder([NaN, 1, NaN])]).toEqual([1, 0, 2]);
  });

  test('equals a comparison sort with the tie rule', () => {
    fc.assert(
      fc.property(tiedScores, (scores) => {
        expect([...rankingOrder(scores)]).toEqual(slowOrder(scores));
      }),
    );
  });

  test('equals it for any numbers in float64 and in float32', () => {
    fc.assert(
      fc.property(anyScores, (scores) => {
        for (const list of [scores, Float64Array.from(scores), Float32Array.from(scores)]) {
          expect([...rankingOrder(list)]).toEqual(slowOrder(list));
        }
      }),
    );
  });

  test('equals it for long lists with and without ties', () => {
    const random = randomSource(1);
    for (const distinct of [1, 50, Infinity]) {
      const draw = (): number => (distinct === Infinity ? random.normal() : random.integer(distinct));
      const scores = Float64Array.from({ length: 20_000 }, draw);
      expect([...rankingOrder(scores)]).toEqual(slowOrder(scores));
      expect([...rankingOrder(Float32Array.from(scores))]).toEqual(slowOrder(Float32Array.from(scores)));
    }
  });

  test('gives an empty ranking for an empty list', () => {
    expect(rankingOrder([])).toHaveLength(0);
  });

  test('ranks each row of a table by itself', () => {
    const scores = { data: Float32Array.of(1, 3, 2, 5, 5, 6), rows: 2, columns: 3 };
    expect([...rankAll(scores)]).toEqual([1, 2, 0, 2, 0, 1]);
  });
});

describe('sortRows', () => {
  test('keeps the order of rows of equal similarity', () => {
    const random = randomSource(2);
    for (const length of [10, 500, 5000]) {
      const scores = Float32Array.from({ length }, () => random.integer(7));
      const rows = random.permutation(length);
      const place = new Map(Array.from(rows, (row, i) => [row, i]));
      const expected = Array.from(rows).sort(
        (a, b) => scores[b] - scores[a] || place.get(a)! - place.get(b)!,
      );
      sortRows(rows, scores);
      expect([...rows]).toEqual(expected);
    }
  });
});
