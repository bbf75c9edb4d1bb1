import { expect, test } from 'vitest';
import { suggest } from '../../../src/base/config/suggest.js';

const known = ['emoji', 'grocery', 'rankOrderPreservation', 'pca'];

test.each([
  ['emoij', 'emoji'],
  ['Grocerie', 'grocery'],
  ['rankOrderPreservatoin', 'rankOrderPreservation'],
  ['rankOrder', 'rankOrderPreservation'],
  ['ra', undefined],
  ['pac', undefined],
  ['photos', undefined],
])('%s is taken for %s', (name, meant) => {
  expect(suggest(name, known)).toBe(meant);
});
