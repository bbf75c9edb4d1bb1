import { expect, test } from 'vitest';
import { rateLimit } from '../../../src/demo/http/rateLimit.js';

test('a sender gets what time has given back, beside others', () => {
  let time = 0;
  const count = rateLimit({ burst: 2, perSecond: 0.5 }, () => time);
  count('a');
  count('a');
  expect(() => count('a')).toThrow(/too many requests[^]*2 at once and 0.5 a second/);
  count('b');
  time = 2;
  count('a');
  expect(() => count('a')).toThrow(/too many/);
  time = 1000;
  count('a');
  count('a');
  expect(() => count('a')).toThrow(/too many/);
});
