import { beforeAll, describe, expect, test } from 'vitest';
import { randomSource } from '../../src/base/randomSource.js';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { measureAgreement, straysOf } from '../../src/export/agreement.js';
import { searchAmong } from '../../src/export/checkPictures.js';
import type { CheckedSearch } from '../../src/export/checkedSearch.js';
import { embeddingMatrix } from '../../src/vectors/embeddingMatrix.js';

beforeAll(() => selectBackend());

const rows = 20;
const random = randomSource(2);
const matrix = (data: Float32Array) => embeddingMatrix(data, data.length / 4, 4);
const original = unit(Float32Array.from({ length: rows * 4 }, () => random.normal()));
/** A search in which the gallery model embeds the queries as the query model does: nothing is to be gained. */
const inGallery: CheckedSearch = {
  ...searchAmong(matrix(original)),
  galleryModelQueries: matrix(original),
  queryLabels: Array.from({ length: rows }, (_, row) => row % 5),
  galleryLabels: Array.from({ length: rows }, (_, row) => row % 5),
};

describe('agreement without the gallery model', () => {
  const measure = (exported: Float32Array, wanted = {}) =>
    measureAgreement(
      { original: matrix(original), source: 'random', search: searchAmong(matrix(original)) },
      matrix(exported),
      'int8',
      wanted,
    );

  test('of a model with itself is whole', async () => {
    const agreement = await measure(original);
    expect(agreement.cosine.min).toBeCloseTo(1, 6);
    expect(agreement).toMatchObject({
      gallery: { of: 'query model', pictures: rows },
      orderConsistency: { depth: 10, mean: 1, min: 1 },
      overlap: { mean: 1 },
      lost: {},
      isWithinTolerance: true,
    });
  });

  test('is judged by the order of the original, and by the cosine where that is asked for', async () => {
    const exported = original.slice();
    for (let at = 0; at < 4; at++) exported[at] *= -1;
    const { cosine, orderConsistency, isWithinTolerance } = await measure(exported);
    expect(cosine.min).toBeCloseTo(-1, 6);
    expect(cosine.mean).toBeCloseTo(1 - 2 / rows, 6);
    // The ranking of that picture is turned round: no pair keeps its order.
    expect(orderConsistency.min).toBe(0);
    expect(orderConsistency.mean).toBeCloseTo(1 - 1 / rows, 6);
    expect(isWithinTolerance).toBe(true);
    const strict = await measure(exported, { cosine: 0.5, orderConsistency: 0.96 });
    expect(strict.isWithinTolerance).toBe(false);
    expect(straysOf(strict)).toEqual([
      "order consistency@10 with the original's ranking 0.95000 (at least 0.96)",
      'least cosine -1.00000 (at least 0.5)',
    ]);
  });

  test('is lost in the order although every cosine is high', async () => {
    const close = unit(Float32Array.from(original, (value, at) => (at % 4 === 0 ? 30 : value)));
    const shifted = unit(close.map((value) => value + 0.02 * random.normal()));
    const { cosine, isWithinTolerance } = await measureAgreement(
      { original: matrix(close), source: 'random', search: searchAmong(matrix(close)) },
      matrix(shifted),
      'int8',
    );
    expect(cosine.min).toBeGreaterThan(0.99);
    expect(isWithinTolerance).toBe(false);
  });

  test('cannot be measured on numbers that are not finite', async () => {
    const broken = original.slice();
    broken[5] = NaN;
    await expect(measure(broken)).rejects.toThrow(/finite|NaN/i);
  });
});

describe('agreement in the gallery', () => {
  const measure = (exported: Float32Array, wanted = {}) =>
    measureAgreement(
      { original: matrix(original), source: 'photos', search: inGallery },
      matrix(exported),
      'int8',
      wanted,
    );

  test('is judged by what a search loses, not by the cosine', async () => {
    // Half of the length in a direction that no vector of the gallery has: every cosine falls, no ranking changes.
    const wide = (data: Float32Array, fifth: number) =>
      embeddingMatrix(
        Float32Array.from({ length: rows * 5 }, (_, at) => {
          const value = at % 5 === 4 ? fifth : data[Math.floor(at / 5) * 4 + (at % 5)];
          return value / Math.sqrt(1 + fifth ** 2);
        }),
        rows,
        5,
      );
    const flat = wide(original, 0);
    const agreement = await measureAgreement(
      {
        original: flat,
        source: 'photos',
        search: { ...inGallery, galleryModelQueries: flat, gallery: flat },
      },
      wide(original, 1),
      'int8',
    );
    expect(agreement.cosine.min).toBeCloseTo(Math.SQRT1_2, 5);
    expect(agreement.lost.orderConsistency).toMatchObject({ before: 1, after: 1, mean: 0, queries: rows });
    expect(agreement.lost.meanAveragePrecision).toMatchObject({ mean: 0, queries: rows });
    expect(agreement.isWithinTolerance).toBe(true);
  });

  test('tells what is lost of order consistency and mAP, with an interval', async () => {
    const exported = unit(original.map((value) => value + 0.3 * random.normal()));
    const agreement = await measure(exported);
    const { orderConsistency, meanAveragePrecision } = agreement.lost;
    expect(agreement.gallery).toEqual({ of: 'gallery model', pictures: rows });
    for (const { before, after, mean, low, high } of [orderConsistency!, meanAveragePrecision!]) {
      expect(mean).toBeCloseTo(before - after, 10);
      expect(low).toBeLessThan(mean);
      expect(high).toBeGreaterThan(mean);
    }
    expect(orderConsistency!.mean).toBeGreaterThan(0.02);
    expect(agreement.isWithinTolerance).toBe(false);
    expect(straysOf(agreement)[0]).toMatch(
      /gallery model's ranking loses \d+\.\d\d points \(at most 2\.00\)/,
    );
    expect((await measure(exported, { lost: 1 })).isWithinTolerance).toBe(true);
  });
});

function unit(values: Float32Array): Float32Array {
  return values.map((value, at) => {
    const row = values.subarray(at - (at % 4), at - (at % 4) + 4);
    return value / Math.hypot(...row);
  });
}
