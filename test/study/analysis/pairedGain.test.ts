import { expect, test } from 'vitest';
import { pairedGain, verdictOf } from '../../../src/study/analysis/pairedGain.js';
import { settings } from '../../../src/study/plan/settings.js';
import { runWithMap } from '../syntheticRun.js';

const run = (map: number, seed: number) =>
  runWithMap({ ...settings.emoji, method: 'regression', loss: { kind: 'featureRegression' }, seed }, map);

test('compares the seeds that both have, query by query', () => {
  const gain = pairedGain([run(30, 0), run(34, 1), run(90, 2)], [run(29, 0), run(31, 1)])!;
  expect(gain.mean).toBeCloseTo(2, 10);
  // All queries differ by the same, so nothing is left to chance.
  expect(gain.low).toBeCloseTo(2, 10);
  expect(gain.high).toBeCloseTo(2, 10);
});

test('is nothing without a common seed', () => {
  expect(pairedGain([run(30, 0)], [run(29, 1)])).toBeUndefined();
});

test('leaves out queries without a value', () => {
  const [a, b] = [run(30, 0), run(29, 0)];
  a.manifest.averagePrecision[0] = null;
  expect(pairedGain([a], [b])!.queries).toBe(a.manifest.averagePrecision.length - 1);
});

test('the verdict is what the interval leaves', () => {
  expect(verdictOf({ low: 0.1, high: 2 })).toBe('gain');
  expect(verdictOf({ low: -2, high: -0.1 })).toBe('loss');
  expect(verdictOf({ low: -1, high: 1 })).toBe('tie');
});
