import { averagePrecision } from '../../retrieval/metrics/averagePrecision.js';
import type { Verdict } from '../verdict.js';
import { checkFunction } from './checkFunction.js';

type Positions = readonly number[];

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;

const mistakes = [
  {
    function: (positions: Positions) => mean(positions.map((at, n) => n / (at + 1))),
    words:
      'the first right picture counts as none found: the precision there has one right picture, not zero.',
  },
  {
    function: (positions: Positions) => mean(positions.map((at, n) => (n + 1) / at)),
    words: 'positions start at 0 here, so the list down to position p holds p + 1 pictures.',
  },
  {
    function: (positions: Positions) => sum(positions.map((at, n) => (n + 1) / (at + 1))),
    words: 'these are the precisions added up; divide by the number of right pictures.',
  },
  {
    function: (positions: Positions) =>
      sum(positions.map((at, n) => (n + 1) / (at + 1))) / (positions.at(-1)! + 1),
    words: 'you divide by the length of the list; divide by the number of right pictures.',
  },
  {
    function: (positions: Positions) => mean(positions.map((at) => 1 / (at + 1))),
    words:
      'this is the mean of 1/rank; at the second right picture two are found, so the precision there is 2/rank.',
  },
];

/**
 * Checks a function that takes the positions of the right pictures, from 0 and ascending, and gives the usual average
 * precision.
 * @param answer whatever the learner has written
 */
export function checkAveragePrecision(answer: unknown): Verdict {
  return checkFunction<[Positions]>(answer, {
    what: 'the average precision',
    reference: (positions) => averagePrecision(positions),
    calls: [[[0, 3, 10]], [[1]], [[0, 1, 2, 3]], [[2, 5, 7, 19]]],
    mistakes,
    because: 'the mean of the precisions at the right pictures.',
  });
}
