import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { embeddingMatrix } from '../../src/vectors/embeddingMatrix.js';
import { measureAgreement } from '../../src/export/agreement.js';
import { randomSource } from '../../src/base/randomSource.js';

beforeAll(() => selectBackend());

describe('agreement', () => {
  const random = randomSource(2);
  const rows = 20;
  const original = unit(Float32Array.from({ length: rows * 4 }, () => random.normal()));
  const tolerance = { cosine: 0.99, orderConsistency: 0.9 };
  const measure = (exported: Float32Array) =>
    measureAgreement(
      embeddingMatrix(original, rows, 4),
      embeddingMatrix(exported, rows, 4),
      'random',
      tolerance,
    );

  test('of a model with itself is whole', async () => {
    const agreement = await measure(original);
    expect(agreement.cosine.min).toBeCloseTo(1, 6);
    expect(agreement).toMatchObject({
      orderConsistency: { depth: 10, mean: 1, min: 1 },
      overlap: { mean: 1 },
      isWithinTolerance: true,
    });
  });

  test('is lost with one picture that is embedded elsewhere', async () => {
    const exported = original.slice();
    for (let at = 0; at < 4; at++) exported[at] *= -1;
    const { cosine, orderConsistency, isWithinTolerance } = await measure(exported);
    expect(cosine.min).toBeCloseTo(-1, 6);
    expect(cosine.mean).toBeCloseTo(1 - 2 / rows, 6);
    // The ranking of that picture is turned round: no pair keeps its order.
    expect(orderConsistency.min).toBe(0);
    expect(orderConsistency.mean).toBeCloseTo(1 - 1 / rows, 6);
    expect(isWithinTolerance).toBe(false);
  });

  test('is lost in the order although every cosine is high', async () => {
    const close = unit(Float32Array.from(original, (value, at) => (at % 4 === 0 ? 30 : value)));
    const shifted = unit(close.map((value) => value + 0.02 * random.normal()));
    const { cosine, isWithinTolerance } = await measureAgreement(
      embeddingMatrix(close, rows, 4),
      embeddingMatrix(shifted, rows, 4),
      'random',
      tolerance,
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

function unit(values: Float32Array): Float32Array {
  return values.map((value, at) => {
    const row = values.subarray(at - (at % 4), at - (at % 4) + 4);
    return value / Math.hypot(...row);
  });
}
