import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { retrievalMetrics } from '../../../src/retrieval/metrics/retrievalMetrics.js';
import type { RetrievalMetrics } from '../../../src/retrieval/metrics/types.js';
import { randomSource } from '../../../src/base/randomSource.js';
import { rankPositivesInScores } from '../../../src/retrieval/ranking/rankPositives.js';

const bootstrap = { resamples: 20 };

interface Item {
  score: number;
  positive: boolean;
}

/** Distinct scores in random order, at least one positive. */
const distinctItems = fc
  .uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 40 })
  .chain((scores) =>
    fc
      .array(fc.boolean(), { minLength: scores.length, maxLength: scores.length })
      .map((flags): Item[] => scores.map((score, i) => ({ score, positive: i === 0 || flags[i] }))),
  );

function metricsOf(items: Item[], junk: number[] = []): number[] {
  const scores = Float64Array.from(items, ({ score }) => score);
  const positives = items.flatMap(({ positive }, row) => (positive && !junk.includes(row) ? [row] : []));
  const positions = rankPositivesInScores(scores, Int32Array.from(positives), Int32Array.from(junk));
  return valuesOf(retrievalMetrics([positions], { bootstrap, depths: [1, 3, 10] }));
}

function valuesOf(metrics: RetrievalMetrics): number[] {
  const {
    averagePrecision,
    trapezoidAveragePrecision,
    averagePrecisionAt,
    recall,
    precision,
    clippedPrecision,
  } = metrics;
  const atDepths = [averagePrecisionAt, recall, precision, clippedPrecision].flatMap((measure) => measure.at);
  return [averagePrecision, trapezoidAveragePrecision, ...atDepths].map(({ estimate }) => estimate.mean);
}

describe('every retrieval measure', () => {
  test('lies in [0, 1]', () => {
    fc.assert(
      fc.property(distinctItems, (items) => {
        for (const value of metricsOf(items)) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test('does not change under a strictly increasing map of the similarities', () => {
    fc.assert(
      fc.property(distinctItems, (items) => {
        const mapped = items.map((item) => ({ ...item, score: Math.exp(item.score / 300) - 7 }));
        expect(metricsOf(mapped)).toEqual(metricsOf(items));
      }),
    );
  });

  test('does not change when the gallery is permuted with its labels', () => {
    fc.assert(
      fc.property(distinctItems, fc.integer(), (items, seed) => {
        const order = randomSource(seed).permutation(items.length);
        expect(metricsOf(Array.from(order, (row) => items[row]))).toEqual(metricsOf(items));
      }),
    );
  });

  test('does not change when junk is inserted anywhere', () => {
    const junkScores = fc.array(fc.integer({ min: -1100, max: 1100 }), { maxLength: 8 });
    fc.assert(
      fc.property(distinctItems, junkScores, fc.integer(), (items, scores, seed) => {
        const junk = scores.map((score) => ({ score: score + 0.5, positive: false }));
        const mixed = [...items, ...junk];
        const order = Array.from(randomSource(seed).permutation(mixed.length), (row) => mixed[row]);
        const rows = order.flatMap((item, row) => (junk.includes(item) ? [row] : []));
        expect(metricsOf(order, rows)).toEqual(metricsOf(items));
      }),
    );
  });

  test('never rises when a distractor is added and never falls when one is taken off the top', () => {
    fc.assert(
      fc.property(distinctItems, fc.integer({ min: -1001, max: 1001 }), (items, score) => {
        const more = metricsOf([...items, { score: score + 0.5, positive: false }]);
        const averages = [0, 1, 2];
        const before = metricsOf(items);
        for (const i of averages) expect(more[i]).toBeLessThanOrEqual(before[i]);
        const top = metricsOf([...items, { score: 2000, positive: false }]);
        for (const i of averages) expect(top[i]).toBeLessThanOrEqual(more[i]);
      }),
    );
  });

  test('is 1 on a perfect list and known on the reversed one', () => {
    const perfect = [4, 3, 2, 1].map((score) => ({ score, positive: score > 2 }));
    expect(metricsOf(perfect).slice(0, 3)).toEqual([1, 1, 1]);
    const reversed = perfect.map((item) => ({ ...item, score: -item.score }));
    expect(metricsOf(reversed)[0]).toBeCloseTo((1 / 3 + 2 / 4) / 2, 12);
    expect(metricsOf(reversed)[1]).toBeCloseTo((1 / 6 + (1 / 3 + 1 / 2) / 2) / 2, 12);
  });
});
