import { expect, test } from 'vitest';
import { isotonicPoints } from '../../../src/losses/mappings/isotonicPoints.js';
import { expectClose, list } from '../../helpers/tensors.js';
import { slowIsotonic } from '../slowTwins.js';

test('a list that rises already is its own fit, and a falling one becomes its mean', () => {
  const gallery = [0.1, 0.2, 0.3];
  expect(isotonicPoints({ gallery, query: [0.1, 0.5, 0.6] }).mapped).toEqual([0.1, 0.5, 0.6]);
  expectClose(isotonicPoints({ gallery, query: [0.6, 0.5, 0.1] }).mapped, [0.4, 0.4, 0.4], 1e-12);
});

test('takes pairs in any order and gives them by rising gallery similarity', () => {
  const [gallery, query] = [list(30, 1), list(30, 2)];
  const sorted = [...gallery.keys()].sort((a, b) => gallery[a] - gallery[b]);
  const falling = slowIsotonic([...sorted].reverse().map((n) => query[n]));
  const points = isotonicPoints({ gallery, query });
  expect(points.gallery).toEqual(sorted.map((n) => gallery[n]));
  expectClose(points.mapped, Array.from(falling).reverse(), 1e-12);
});

test('equal gallery similarities get equal values, in whichever order they come', () => {
  const gallery = [0.5, 0.5, 0.9, 0.9];
  for (const query of [
    [0.1, 0.3, 0.6, 0.8],
    [0.3, 0.1, 0.8, 0.6],
  ]) {
    expectClose(isotonicPoints({ gallery, query }).mapped, [0.2, 0.2, 0.7, 0.7], 1e-12);
  }
});

test('refuses numbers that are not finite', () => {
  expect(() => isotonicPoints({ gallery: [0, NaN], query: [0, 1] })).toThrow(/pairs\.gallery\[1\]/);
  expect(() => isotonicPoints({ gallery: [0, 1], query: [Infinity, 1] })).toThrow(/pairs\.query\[0\]/);
});

test('refuses lists of unequal length', () => {
  expect(() => isotonicPoints({ gallery: [0.1, 0.2], query: [0.1] })).toThrow(/the same pair/);
});
