import { describe, expect, test } from 'vitest';
import type { EmbeddingMatrix } from '../../../src/vectors/embeddingMatrix.js';
import { evaluateRetrieval } from '../../../src/retrieval/metrics/evaluateRetrieval.js';
import { measureAt } from '../../../src/retrieval/metrics/measures.js';
import { randomSource } from '../../../src/base/randomSource.js';
import { multiplyPlain, type Multiply } from '../../../src/retrieval/ranking/multiply.js';
import { randomMatrix, readInPieces } from '../ranking/matrices.js';

const bootstrap = { resamples: 20 };

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
