import { describe, expect, test } from 'vitest';
import { RetrievalError } from '../../../src/errors.js';
import { consistencyCurve, rankConsistency } from '../../../src/retrieval/metrics/rankConsistency.js';
import { kendallTau } from '../../../src/retrieval/metrics/kendallTau.js';
import { measureAt } from '../../../src/retrieval/metrics/measures.js';
import { orderConsistency } from '../../../src/retrieval/metrics/orderConsistency.js';
import { overlapAt } from '../../../src/retrieval/metrics/overlap.js';
import { tauAp } from '../../../src/retrieval/metrics/tauAp.js';
import type { RankConsistency } from '../../../src/retrieval/metrics/types.js';
import { randomSource } from '../../../src/base/randomSource.js';
import { rankingOrder } from '../../../src/retrieval/ranking/rankingOrder.js';
import { scoresOf, type ScoreMatrix } from '../../../src/retrieval/ranking/rankAll.js';

const bootstrap = { resamples: 50 };

function randomScores(rows: number, columns: number, seed: number): ScoreMatrix {
  const random = randomSource(seed);
  return { data: Float32Array.from({ length: rows * columns }, () => random.uniform()), rows, columns };
}

function mapScores(scores: ScoreMatrix, f: (score: number) => number): ScoreMatrix {
  return { ...scores, data: Float64Array.from(scores.data, f) };
}

/** The same tables with the gallery's columns in another order. */
function permuteColumns(scores: ScoreMatrix, order: Int32Array): ScoreMatrix {
  const data = Float64Array.from(scores.data, (_, at) => {
    const [row, column] = [Math.floor(at / scores.columns), at % scores.columns];
    return scores.data[row * scores.columns + order[column]];
  });
  return { ...scores, data };
}

function perQuery(result: RankConsistency): number[][] {
  const { orderConsistency: order, overlap, jaccard, kendallTauA, kendallTauB, spearman, tauAp: ap } = result;
  const tops = [order, overlap, jaccard].flatMap((measure) => measure.at);
  const biased = [result.rankBiasedOverlap, result.rankBiasedOverlapExtrapolated];
  return [...tops, kendallTauA, kendallTauB, spearman, ap, ...biased].map((m) => [...m.perQuery]);
}

describe('rankConsistency', () => {
  const galleryScores = randomScores(8, 60, 1);
  const queryScores = randomScores(8, 60, 2);
  const input = { galleryScores, queryScores, depths: [5, 20, 60], bootstrap };

  test('holds per query what the single measures give', () => {
    const result = rankConsistency(input);
    for (let q = 0; q < 8; q++) {
      const [g, s] = [scoresOf(galleryScores, q), scoresOf(queryScores, q)];
      const [a, b] = [rankingOrder(g), rankingOrder(s)];
      expect(measureAt(result.orderConsistency, 20).perQuery[q]).toBe(orderConsistency(g, s, 20));
      expect(measureAt(result.overlap, 5).perQuery[q]).toBe(overlapAt(a, b, 5));
      expect(result.kendallTauB.perQuery[q]).toBe(kendallTau(g, s).tauB);
      expect(result.tauAp.perQuery[q]).toBe(tauAp(b, a));
      const whole = measureAt(result.orderConsistency, 60).perQuery[q];
      expect(whole).toBeCloseTo((result.kendallTauA.perQuery[q] + 1) / 2, 12);
    }
    const { mean, low, high } = result.kendallTauB.estimate;
    expect(mean).toBeCloseTo([...result.kendallTauB.perQuery].reduce((sum, x) => sum + x, 0) / 8, 12);
    expect(low).toBeLessThan(mean);
    expect(high).toBeGreaterThan(mean);
    expect(result.listLength).toEqual({ shortest: 60, longest: 60 });
  });

  test('is best for a strictly increasing map of the similarities and worst for a reversed list', () => {
    const same = rankConsistency({ ...input, queryScores: mapScores(galleryScores, (x) => x ** 3 - 2) });
    const reversed = rankConsistency({ ...input, queryScores: mapScores(galleryScores, (x) => -x) });
    for (const depth of input.depths) {
      expect(measureAt(same.orderConsistency, depth).estimate.mean).toBe(1);
      expect(measureAt(same.overlap, depth).estimate.mean).toBe(1);
      expect(measureAt(same.inversionMass, depth).estimate.mean).toBe(0);
      expect(measureAt(reversed.orderConsistency, depth).estimate.mean).toBe(0);
    }
    for (const measure of ['kendallTauA', 'kendallTauB', 'spearman', 'tauAp'] as const) {
      expect(same[measure].estimate.mean).toBeCloseTo(1, 12);
      expect(reversed[measure].estimate.mean).toBeCloseTo(-1, 12);
    }
    expect(measureAt(reversed.overlap, 20).estimate.mean).toBe(0);
  });

  test('does not change when the gallery is permuted', () => {
    const order = randomSource(9).permutation(60);
    const permuted = rankConsistency({
      ...input,
      galleryScores: permuteColumns(galleryScores, order),
      queryScores: permuteColumns(queryScores, order),
    });
    const plain = perQuery(rankConsistency(input));
    perQuery(permuted).forEach((values, m) =>
      values.forEach((value, q) => expect(value).toBeCloseTo(plain[m][q], 12)),
    );
  });

  test('stands at chance for unrelated models', () => {
    const result = rankConsistency({
      galleryScores: randomScores(200, 100, 3),
      queryScores: randomScores(200, 100, 4),
      depths: [20],
      bootstrap,
    });
    expect(Math.abs(result.orderConsistency.at[0].estimate.mean - 0.5)).toBeLessThan(0.03);
    expect(Math.abs(result.overlap.at[0].estimate.mean - 0.2)).toBeLessThan(0.03);
    for (const measure of [result.kendallTauB, result.spearman, result.tauAp]) {
      expect(Math.abs(measure.estimate.mean)).toBeLessThan(0.03);
    }
  });

  test('leaves the query itself out of both lists', () => {
    const self = [3, -1, 0, 59, -1, 7, 7, 1];
    const result = rankConsistency({ ...input, selfInGallery: self });
    const [g, s] = [scoresOf(galleryScores, 0), scoresOf(queryScores, 0)].map((list) =>
      Array.from(list).filter((_, row) => row !== 3),
    );
    expect(result.kendallTauB.perQuery[0]).toBe(kendallTau(g, s).tauB);
    expect(result.listLength).toEqual({ shortest: 59, longest: 60 });
  });

  test('takes the whole list for a depth past its end', () => {
    const result = rankConsistency({ ...input, depths: [60, 100] });
    const [whole, past] = result.orderConsistency.at;
    expect(past.perQuery).toEqual(whole.perQuery);
    expect([...result.overlap.at[1].perQuery]).toEqual(Array(8).fill(1));
  });

  test('gives a model without any order the middle value', () => {
    const result = rankConsistency({ ...input, queryScores: mapScores(galleryScores, () => 1) });
    expect(result.kendallTauB.estimate.mean).toBe(0);
    expect(result.spearman.estimate.mean).toBe(0);
    expect(measureAt(result.orderConsistency, 20).estimate.mean).toBe(0.5);
  });

  test('refuses tables that cannot be compared', () => {
    const wrong = (changes: object) => () => rankConsistency({ ...input, ...changes });
    expect(wrong({ queryScores: randomScores(8, 59, 1) })).toThrow(/8 x 59/);
    expect(wrong({ queryScores: mapScores(queryScores, () => NaN) })).toThrow(/finite/);
    expect(wrong({ depths: [1] })).toThrow(RetrievalError);
    expect(wrong({ depths: [] })).toThrow(RetrievalError);
    expect(wrong({ selfInGallery: [1] })).toThrow(/selfInGallery/);
    const single = randomScores(8, 1, 1);
    expect(wrong({ galleryScores: single, queryScores: single })).toThrow(/items per list/);
  });
});

describe('consistencyCurve', () => {
  test('has the values of rankConsistency at the same depths', () => {
    const both = { galleryScores: randomScores(6, 40, 5), queryScores: randomScores(6, 40, 6), bootstrap };
    const curve = consistencyCurve(both);
    expect(curve.orderConsistency.depths).toEqual([2, 3, 5, 7, 10, 15, 20, 30]);
    const table = rankConsistency({ ...both, depths: curve.overlap.depths });
    expect(curve.orderConsistency).toEqual(table.orderConsistency);
    expect(curve.overlap).toEqual(table.overlap);
  });
});
