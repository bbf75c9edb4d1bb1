import { expect, test } from 'vitest';
import { cardUse, describeCardUse } from '../../../src/cli/gpuCheck/cardUse.js';

test('what a check takes is told apart from what others hold of the card', () => {
  const [start, end] = [7e9, 4.5e9].map((unusedBytes) => ({ bytes: 8e9, unusedBytes }));
  const use = cardUse(start, end);
  expect(use).toEqual({ megabytes: 8000, takenMegabytes: 2500, usedMegabytes: 3500 });
  expect(describeCardUse(use)).toBe(
    'Memory of the card: 2500 MB taken by this check at most, 3500 of 8000 MB in use at its end',
  );
  expect(describeCardUse(undefined)).toMatch(/not known, since/);
});
