import { expect, test } from 'vitest';
import { describeValue } from '../../src/base/describeValue.js';

test.each([
  [3, '3'],
  [NaN, 'NaN'],
  [undefined, 'undefined'],
  [null, 'null'],
  [true, 'true'],
  ['cat', 'the text "cat"'],
  [[1, 2], 'a list of 2'],
  [new Float32Array(1e6), 'a Float32Array of 1000000'],
  [{ rows: 1 }, 'an object { rows }'],
  [Object.create(null), 'an object {  }'],
  [new Map(), 'a Map'],
  [(x: number) => x, 'a function'],
])('%o is %s', (value, words) => {
  expect(describeValue(value)).toBe(words);
});

test('whatever is shown is short', () => {
  expect(describeValue('x'.repeat(1e6)).length).toBeLessThan(150);
  expect(
    describeValue(Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`key ${i}`, i]))).length,
  ).toBeLessThan(150);
});
