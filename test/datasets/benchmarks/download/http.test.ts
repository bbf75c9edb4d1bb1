import { expect, test } from 'vitest';
import { waitAsked } from '../../../../src/datasets/benchmarks/download/http.js';

test.each([
  ['7', 7000],
  ['100000', 300_000],
  ['soon', undefined],
  [undefined, undefined],
])('Retry-After %s', (header, milliseconds) => {
  expect(waitAsked(header)).toBe(milliseconds);
});
