import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankAll, rankingOrder } from '../../src/retrieval/index.js';
import { sortDescending } from '../../src/retrieval/rankingOrder.js';

/** Few distinct values, so that ties are common. */
const tiedScores = fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 70 });

describe('rankingOrder', () => {
  it('puts the highest first, ties by lower row and NaN last, even behind -Infinity', () => {
    const order = rankingOrder([0.5, NaN, 0.9, 0.5, -Infinity, Infinity]);
    expect([...order]).toEqual([5, 2, 0, 3, 1, 4]);
    expect([...rankingOrder([NaN, 1, NaN])]).toEqual([1, 0, 2]);
  });

  it('equals a comparison sort with the tie rule', () => {
    fc.assert(
      fc.property(tiedScores, (scores) => {
        const expected = scores.map((_, i) => i).sort((a, b) => scores[b] - scores[a] || a - b);
        expect([...rankingOrder(scores)]).toEqual(expected);
      }),
    );
  });

  it('gives an empty ranking for an empty list', () => {
    expect(rankingOrder([])).toHaveLength(0);
  });

  it('ranks each row of a table by itself', () => {
    const scores = { data: Float32Array.of(1, 3, 2, 5, 5, 6), rows: 2, columns: 3 };
    expect([...rankAll(scores)]).toEqual([1, 2, 0, 2, 0, 1]);
  });
});

describe('sortDescending', () => {
  it('counts the strictly wrong pairs as a double loop does', () => {
    fc.assert(
      fc.property(tiedScores, (scores) => {
        let wrong = 0;
        scores.forEach((a, i) => scores.slice(i + 1).forEach((b) => (wrong += b > a ? 1 : 0)));
        const keys = Float64Array.from(scores);
        expect(sortDescending(keys, new Int32Array(keys.length))).toBe(wrong);
        expect([...keys]).toEqual([...scores].sort((a, b) => b - a));
      }),
    );
  });
});
