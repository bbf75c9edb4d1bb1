import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EmbeddingMatrix } from '../../../src/vectors/embeddingMatrix.js';
import { evaluateRetrieval } from '../../../src/retrieval/metrics/evaluateRetrieval.js';
import { measureAt } from '../../../src/retrieval/metrics/measures.js';
import { retrievalMetrics } from '../../../src/retrieval/metrics/retrievalMetrics.js';
import type { RetrievalMetrics } from '../../../src/retrieval/metrics/types.js';
import { randomSource } from '../../../src/base/randomSource.js';
import { multiplyPlain, type Multiply } from '../../../src/retrieval/ranking/multiply.js';
import { rankPositivesInScores } from '../../../src/retrieval/ranking/rankPositives.js';
import { randomMatrix, readInPieces } from '../ranking/matrices.js';

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

describe('evaluateRetrieval', () => {
  const queries = randomMatrix(30, 6, 11);
  const gallery = randomMatrix(90, 6, 12);
  const input = {
    queries,
    gallery,
    queryLabels: Array.from({ length: 30 }, (_, q) => q % 10),
    galleryLabels: Array.from({ length: 90 }, (_, row) => row % 9),
    multiply: multiplyPlain as Multiply,
    bootstrap,
  };

  test('gives the same bits in memory, in blocks and read in pieces', async () => {
    const whole = await evaluateRetrieval(input);
    expect(await evaluateRetrieval({ ...input, rowsPerBlock: 7, queriesPerBlock: 4 })).toEqual(whole);
    const read = (): AsyncIterable<EmbeddingMatrix> => readInPieces(gallery, [50, 1, 39]);
    expect(await evaluateRetrieval({ ...input, gallery: read, rowsPerBlock: 16 })).toEqual(whole);
  });

  test('leaves queries without positives out of the means and counts them', async () => {
    const metrics = await evaluateRetrieval(input);
    expect(metrics.queryCount).toBe(30);
    expect(metrics.excludedQueries).toBe(3);
    const { perQuery, estimate } = metrics.averagePrecision;
    const counted = perQuery.filter((value) => !Number.isNaN(value));
    expect(counted).toHaveLength(27);
    expect(estimate.mean).toBeCloseTo(counted.reduce((sum, value) => sum + value, 0) / 27, 12);
    expect(measureAt(metrics.recall, 5).perQuery[9]).toBeNaN();
  });

  test('does not depend on the order of the queries', async () => {
    const order = randomSource(3).permutation(30);
    const permuted = await evaluateRetrieval({
      ...input,
      queries: {
        ...queries,
        data: Float32Array.from([...order].flatMap((q) => [...queries.data.subarray(q * 6, q * 6 + 6)])),
      },
      queryLabels: Array.from(order, (q) => input.queryLabels[q]),
    });
    const whole = await evaluateRetrieval(input);
    order.forEach((q, i) => {
      expect(permuted.averagePrecision.perQuery[i]).toBe(whole.averagePrecision.perQuery[q]);
    });
  });

  test('scores a gallery with shuffled labels at chance, and the true labels far above', async () => {
    const count = 200;
    const centres = randomMatrix(20, 16, 21);
    const noise = randomMatrix(2 * count, 16, 22);
    const label = (i: number): number => i % 20;
    const near = (first: number): EmbeddingMatrix => ({
      data: Float32Array.from({ length: count * 16 }, (_, at) => {
        const [i, d] = [Math.floor(at / 16), at % 16];
        return centres.data[label(i) * 16 + d] + 0.5 * noise.data[(first + i) * 16 + d];
      }),
      rows: count,
      columns: 16,
    });
    const labels = Int32Array.from({ length: count }, (_, i) => label(i));
    const shuffled = randomSource(5)
      .permutation(count)
      .map((i) => labels[i]);
    const both = { queries: near(0), gallery: near(count), queryLabels: labels, multiply: multiplyPlain };
    const real = await evaluateRetrieval({ ...both, galleryLabels: labels, bootstrap });
    const control = await evaluateRetrieval({ ...both, galleryLabels: shuffled, bootstrap });
    // Ten of 200 are positives: a random order has an AP of about 0.07.
    expect(real.averagePrecision.estimate.mean).toBeGreaterThan(0.8);
    expect(control.averagePrecision.estimate.mean).toBeGreaterThan(0.04);
    expect(control.averagePrecision.estimate.mean).toBeLessThan(0.1);
    expect(measureAt(control.recall, 1).estimate.mean).toBeLessThan(0.15);
  });

  test('refuses labels of another length and a split without any positive', async () => {
    await expect(evaluateRetrieval({ ...input, queryLabels: [1] })).rejects.toThrow(/query labels/);
    await expect(evaluateRetrieval({ ...input, galleryLabels: [1] })).rejects.toThrow(/1 rows/);
    const strangers = Array.from({ length: 30 }, () => 99);
    await expect(evaluateRetrieval({ ...input, queryLabels: strangers })).rejects.toThrow(/No query/);
  });
});
