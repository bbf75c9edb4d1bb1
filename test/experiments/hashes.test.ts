import { expect, test } from 'vitest';
import { configHash } from '../../src/experiments/hashes.js';

test('the hash of a configuration ignores the order of its keys only', () => {
  expect(configHash({ a: 1, b: { c: [1, 2], d: 2 } })).toBe(configHash({ b: { d: 2, c: [1, 2] }, a: 1 }));
  expect(configHash({ a: [1, 2] })).not.toBe(configHash({ a: [2, 1] }));
});
