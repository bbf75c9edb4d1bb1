import { right, wrong, type Verdict } from '../verdict.js';
import { difference } from './difference.js';
import { fractionForPerCent, inWords, isNear, isVerdict, numberIn, usualRoom } from './values.js';

export interface NumberTask {
  /** What is asked for, such as `the rank of the third item`. */
  what: string;
  /** Room for rounding; default a millionth. */
  within?: number;
  /** Answers that betray what was misunderstood. */
  mistakes?: readonly { answer: number; words: string }[];
  /** Said of a right answer. */
  because?: string;
}

/**
 * Checks a number against the right one.
 * @param answer whatever the learner has written
 * @example
 * checkNumber(3, 2, { what: 'the rank', mistakes: [{ answer: 3, words: 'you count from the end.' }] });
 */
export function checkNumber(answer: unknown, expected: number, task: NumberTask): Verdict {
  const { what, within = usualRoom, mistakes = [], because = 'it is as it should be.' } = task;
  const value = numberIn(answer, what);
  if (isVerdict(value)) return value;
  if (isNear(value, expected, within)) return right(because);
  const known = mistakes.find((mistake) => isNear(value, mistake.answer, within));
  if (known) return wrong(known.words);
  if (expected !== 0 && isNear(value, expected / 100, within / 100)) {
    return wrong(fractionForPerCent(value));
  }
  if (isNear(value, 100 * expected, within)) {
    return wrong(`${inWords(value)} is in per cent; a fraction is asked for, from 0 to 1.`);
  }
  return wrong(difference([value], [expected], within)!);
}
