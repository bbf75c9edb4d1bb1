import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { encodeKernel } from '../../src/export/kernelEncoding.js';
import { storeKernel } from '../../src/export/tfjs/storedWeights.js';

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
});
