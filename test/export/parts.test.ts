import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { embeddingMatrix } from '../../src/vectors/embeddingMatrix.js';
import { measureAgreement } from '../../src/export/agreement.js';
import { channelsFirst } from '../../src/export/onnx/channelsFirst.js';
import { encodeKernel } from '../../src/export/kernelEncoding.js';
import { storeKernel } from '../../src/export/tfjs/storedWeights.js';
import { randomSource } from '../../src/base/randomSource.js';

beforeAll(() => selectBackend());

describe('kernels', () => {
  // Two outputs, the last axis: the channels (1, -2) and (100, 50).
  const kernel = Float32Array.of(1, 100, -2, 50);

  test('as int8 have a scale of their own for each channel', () => {
    const encoded = encodeKernel(kernel, 2, 'int8', 'k');
    expect(encoded).toEqual({
      precision: 'int8',
      values: Int8Array.of(64, 127, -127, 64),
      scales: Float32Array.of(2 / 127, 100 / 127),
    });
    const { weight, channelFactors } = storeKernel('k', [2, 2], encoded);
    expect([...weight.values]).toEqual([191, 254, 0, 191]);
    const { scale, min } = weight.quantization!;
    const widened = [...weight.values].map((value, at) => (value * scale! + min!) * channelFactors![at % 2]);
    widened.forEach((value, at) =>
      expect(Math.abs(value - kernel[at])).toBeLessThanOrEqual([1, 50][at % 2] / 127),
    );
  });

  test('of zeros and of vanishing weights stay finite as int8', () => {
    const encoded = encodeKernel(Float32Array.of(0, 1e-42, 0, -1e-42), 2, 'int8', 'k');
    expect(encoded).toMatchObject({ values: Int8Array.of(0, 0, 0, 0), scales: Float32Array.of(1, 1) });
  });

  test('as float16 are rounded to the nearest half', () => {
    expect(encodeKernel(Float32Array.of(1, -2, 0.1, 65504), 2, 'float16', 'k').values).toEqual(
      Uint16Array.of(0x3c00, 0xc000, 0x2e66, 0x7bff),
    );
  });

  test('are refused by name when they do not fit', () => {
    expect(() => encodeKernel(Float32Array.of(1, 7e4), 2, 'float16', 'stem')).toThrow(
      /float16[^]*stem, weight 1/,
    );
    for (const precision of ['float32', 'float16', 'int8'] as const) {
      expect(() => encodeKernel(Float32Array.of(NaN, 1), 2, precision, 'stem')).toThrow(/stem, weight 0/);
    }
  });

  test('are put into the order of ONNX', () => {
    // [1, 2, 2, 3]: width 2, inputs 2, outputs 3.
    const values = Float32Array.from({ length: 12 }, (_, at) => at);
    const { kernel: full, dims } = channelsFirst({ precision: 'float32', values }, [1, 2, 2, 3], false);
    expect(dims).toEqual([3, 2, 1, 2]);
    expect([...full.values]).toEqual([0, 6, 3, 9, 1, 7, 4, 10, 2, 8, 5, 11]);
    const depthwise = channelsFirst({ precision: 'float32', values }, [2, 2, 3, 1], true);
    expect(depthwise.dims).toEqual([3, 1, 2, 2]);
    expect([...depthwise.kernel.values]).toEqual([0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11]);
  });
});

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
