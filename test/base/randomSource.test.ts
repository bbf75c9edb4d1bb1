import { expect, test } from 'vitest';
import {
  randomSource,
  resumedRandomSource,
  type RandomSource,
  type RandomState,
} from '../../src/base/randomSource.js';

test.each([NaN, 1.5, undefined, '1'])(
  'the seed %j is refused, which would be one stream for all such',
  (seed) => {
    expect(() => randomSource(seed as number)).toThrow(/seed is not a whole number/);
  },
);

test('a stream goes on from its state as JSON, within a pair of normal numbers too', () => {
  const whole = randomSource(7, 'noise');
  whole.uniform();
  whole.normal();
  const state = JSON.parse(JSON.stringify(whole.state())) as RandomState;
  const draws = (random: RandomSource) => [
    ...[random.normal(), random.uniform(), random.integer(10 ** 6), random.normal(), random.normal()],
    ...random.permutation(20),
  ];
  const rest = draws(resumedRandomSource(state));
  expect(rest).toEqual(draws(whole));
  expect(rest).not.toEqual(draws(resumedRandomSource({ ...state, spare: undefined })));
});
