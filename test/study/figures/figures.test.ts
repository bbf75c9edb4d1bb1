import { expect, test } from 'vitest';
import { allFigures } from '../../../src/study/figures/figures.js';
import { methodIds } from '../../../src/study/methods/methods.js';
import { syntheticRun } from '../syntheticRun.js';

test('figures are drawn from what the runs allow, and only from that', () => {
  const runs = methodIds.flatMap((method) => [0, 1].map((seed) => syntheticRun(method, seed)));
  const names = allFigures(runs).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['rank-consistency-emoji', 'methods-emoji', 'predictors-emoji', 'temperature']));
  expect(names).not.toContain('distortion-emoji');
  expect(allFigures([]).map(({ name }) => name)).toEqual(['temperature']);
});
