import { right, wrong, type Verdict } from '../verdict.js';
import { difference } from './difference.js';
import { areNear, isVerdict, numbersIn, usualRoom } from './values.js';

export interface ListTask {
  /** What is asked for, such as `the ranks of the four items`. */
  what: string;
  /** Room for rounding; default a millionth. */
  within?: number;
  /** Answers that betray what was misunderstood. */
  mistakes?: readonly { answer: readonly number[]; words: string }[];
  /** Said of a right answer. */
  because?: string;
}

/**
 * Checks a list of numbers against the right one.
 * @param answer whatever the learner has written
 * @example
 * checkList([2, 1], [1, 2], { what: 'the ranks' });
 */
export function checkList(answer: unknown, expected: readonly number[], task: ListTask): Verdict {
  const { what, within = usualRoom, mistakes = [], because = 'every number is as it should be.' } = task;
  const list = numbersIn(answer, what, expected.length);
  if (isVerdict(list)) return list;
  if (areNear(list, expected, within)) return right(because);
  const known = mistakes.find((mistake) => areNear(list, mistake.answer, within));
  return wrong(known?.words ?? difference(list, expected, within)!);
}
