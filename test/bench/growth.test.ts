import { expect, test } from 'vitest';
import { upperSlope } from '../../src/bench/growth.js';

test('the slope of growth is that of the upper half of the sizes', () => {
  const points = [1, 2, 4, 8, 16].map((x) => ({ x, milliseconds: x < 4 ? 100 : 3 * x ** 1.5 }));
  expect(upperSlope(points)).toBeCloseTo(1.5, 10);
});
