import { expect, test } from 'vitest';
import { randomSource } from '../../src/base/randomSource.js';

test.each([NaN, 1.5, undefined, '1'])(
  'the seed %j is refused, which would be one stream for all such',
  (seed) => {
    expect(() => randomSource(seed as number)).toThrow(/seed is not a whole number/);
  },
);
