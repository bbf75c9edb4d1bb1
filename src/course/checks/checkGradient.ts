import type { Verdict } from '../verdict.js';
import { checkList, type ListTask } from './checkList.js';

/**
 * Checks a gradient against central differences of its function.
 * @param answer whatever the learner has written, a number for each of `at`
 * @param of the function, in float64
 * @example
 * checkGradient([2, 4], ([x, y]) => x ** 2 + y ** 2, [1, 2]);
 */
export function checkGradient(
  answer: unknown,
  of: (at: number[]) => number,
  at: readonly number[],
  task: Partial<ListTask> = {},
): Verdict {
  return checkList(answer, centralDifferences(of, at), {
    what: `the ${at.length} derivatives`,
    within: 1e-5,
    because: 'central differences give the same.',
    ...task,
  });
}

/** Derivatives of a function by each of its numbers, from its values a little above and below. */
export function centralDifferences(
  of: (at: number[]) => number,
  at: readonly number[],
  step = 1e-5,
): number[] {
  const moved = (k: number, by: number): number => of(at.map((x, n) => (n === k ? x + by : x)));
  return at.map((_, k) => (moved(k, step) - moved(k, -step)) / (2 * step));
}
