import { expect, test } from 'vitest';
import { bytesText } from '../../../../src/datasets/benchmarks/download/bytesText.js';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [149_871, '150 kB'],
  [1_940_000_000, '1.9 GB'],
  [595e9, '595 GB'],
  [9.96e6, '10 MB'],
])('%d bytes are %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});
