import { expect, test } from 'vitest';
import { compareItems } from '../../../src/cli/gpuCheck/compare.js';

const itemsOf = (numbers: number[] | undefined): Record<string, number[]> =>
  numbers ? { item: numbers } : {};
const verdict = (a: number[] | undefined, b: number[] | undefined, imitated?: number[]): string =>
  compareItems('float32', itemsOf(a), itemsOf(b), imitated && { item: imitated })[0].verdict;

test('differences are relative to the largest value of the item', () => {
  expect(verdict([100.01, 0], [100, 0.01])).toBe('same');
  expect(verdict([0.1001], [0.1])).toBe('DIFFERENT');
});

test('what rounded factors change is allowed four times over, and no more', () => {
  expect(verdict([1.03], [1], [1.01])).toBe('same');
  expect(verdict([1.05], [1], [1.01])).toBe('DIFFERENT');
});

test.each([
  ['a number that is not finite, small beside the others', [1, null as unknown as number], [1, 0.0005]],
  ['nothing finite on either side', [null as unknown as number], [null as unknown as number]],
  ['a missing number', [1], [1, 9]],
  ['an item that the reference lacks', [1], undefined],
  ['an item that only the reference has', undefined, [1]],
])('%s counts as different', (_, a, b) => {
  expect(verdict(a, b)).toBe('DIFFERENT');
  expect(verdict(a, b, [2])).toBe('DIFFERENT');
});
