import { expect, test } from 'vitest';
import { channelsFirst } from '../../../src/export/onnx/channelsFirst.js';

test('kernels are put into the order of ONNX', () => {
  // [1, 2, 2, 3]: width 2, inputs 2, outputs 3.
  const values = Float32Array.from({ length: 12 }, (_, at) => at);
  const { kernel: full, dims } = channelsFirst({ precision: 'float32', values }, [1, 2, 2, 3], false);
  expect(dims).toEqual([3, 2, 1, 2]);
  expect([...full.values]).toEqual([0, 6, 3, 9, 1, 7, 4, 10, 2, 8, 5, 11]);
  const depthwise = channelsFirst({ precision: 'float32', values }, [2, 2, 3, 1], true);
  expect(depthwise.dims).toEqual([3, 1, 2, 2]);
  expect([...depthwise.kernel.values]).toEqual([0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11]);
});
