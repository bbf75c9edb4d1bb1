import { expect, test } from 'vitest';
import { compare } from '../../src/cli/gpuCheck/run.js';

const verdict = (a: number[] | undefined, b: number[] | undefined): string =>
  compare({ items: a ? { item: a } : {} }, { items: b ? { item: b } : {} })[0].verdict;

test('differences are relative to the largest value of the item', () => {
  expect(verdict([100.1, 0], [100, 0.1])).toBe('same');
  expect(verdict([0.101], [0.1])).toBe('DIFFERENT');
});

test.each([
  ['a number that is not finite, small beside the others', [1, null as unknown as number], [1, 0.0005]],
  ['nothing finite on either side', [null as unknown as number], [null as unknown as number]],
  ['a missing number', [1], [1, 9]],
  ['an item that the reference lacks', [1], undefined],
  ['an item that only the reference has', undefined, [1]],
])('%s counts as different', (_, a, b) => {
  expect(verdict(a, b)).toBe('DIFFERENT');
});
