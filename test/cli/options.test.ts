import { expect, test } from 'vitest';
import { positiveInteger, wholeNumber } from '../../src/cli/options.js';

test('whole numbers are read, and 0 only where it makes sense', () => {
  expect(['0', '7', '131072'].map(wholeNumber)).toEqual([0, 7, 131_072]);
  expect(['1', '64'].map(positiveInteger)).toEqual([1, 64]);
  expect(() => positiveInteger('0')).toThrow('above 0');
});

test.each(['', ' ', '1.5', '-1', 'many', 'Infinity'])('%j is no whole number', (text) => {
  expect(() => wholeNumber(text)).toThrow('whole number');
  expect(() => positiveInteger(text)).toThrow('whole number');
});
