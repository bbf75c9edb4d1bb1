import { missing, right, wrong, type Verdict } from '../verdict.js';
import { difference } from './difference.js';
import { areNear, inWords, isVerdict, numbersIn, otherLength, usualRoom } from './values.js';

/** What a function that the learner writes gives. */
export type Value = number | ArrayLike<number>;

export interface FunctionTask<Given extends readonly unknown[] | []> {
  /** What the function gives, such as `the average precision`. */
  what: string;
  /** The right function. */
  reference: (...given: Given) => Value;
  /** What both are called with, one list of arguments for each call; the first that differs is told. */
  calls: readonly Given[];
  /** Functions with a mistake that is often made, and what to say of it. */
  mistakes?: readonly { function: (...given: Given) => Value; words: string }[];
  /** Room for rounding; default a millionth. */
  within?: number;
  /** Said of a right answer. */
  because?: string;
}

/**
 * Checks a function by what it gives: against the right one, and against functions with the usual mistakes. It never
 * throws, whatever the learner's function does.
 * @param answer whatever the learner has written
 * @example
 * checkFunction((x) => x, { what: 'the square', reference: (x: number) => x * x, calls: [[3]] });
 */
export function checkFunction<Given extends readonly unknown[] | []>(
  answer: unknown,
  task: FunctionTask<Given>,
): Verdict {
  const {
    what,
    reference,
    calls,
    mistakes = [],
    within = usualRoom,
    because = 'it gives what it should.',
  } = task;
  if (answer === undefined || answer === null) return missing(`a function that gives ${what}.`);
  if (typeof answer !== 'function')
    return wrong(`the answer is no function; asked for is one that gives ${what}.`);
  const expected = calls.map((given) => listOf(reference(...given)));
  const given: number[][] = [];
  for (const call of calls) {
    const value = called(answer as (...words: Given) => unknown, call);
    if (typeof value === 'string') return wrong(`called with ${shown(call)}, your function stops: ${value}`);
    if (value === undefined || Number.isNaN(value))
      return missing(`your function does not give ${what} yet.`);
    const list = Array.isArray(value) || ArrayBuffer.isView(value) ? Array.from(value as []) : [value];
    // How long it should be is told later, after the usual mistakes; an empty list is an answer too.
    const numbers = list.length === 0 ? [] : numbersIn(list, what, list.length);
    if (isVerdict(numbers)) return numbers;
    given.push(numbers);
  }
  const bad = given.findIndex((list, n) => !areNear(list, expected[n]!, within));
  if (bad < 0) return right(because);
  const known = mistakes.find((mistake) =>
    calls.every((call, n) => areNear(given[n]!, listOf(mistake.function(...call)), within)),
  );
  if (known) return wrong(known.words);
  const odd = given.findIndex((list, n) => list.length !== expected[n]!.length);
  if (odd >= 0) {
    const length = otherLength(given[odd]!.length, expected[odd]!.length);
    return wrong(`called with ${shown(calls[odd]!)}, ${length}`);
  }
  const all = difference(given.flat(), expected.flat(), within)!;
  return wrong(
    /^every number/.test(all)
      ? all
      : `called with ${shown(calls[bad]!)}, ${difference(given[bad]!, expected[bad]!, within)!}`,
  );
}

const listOf = (value: Value): number[] => (typeof value === 'number' ? [value] : Array.from(value));

/** What a function gives, copied, or the words of its error. */
function called<Given extends readonly unknown[] | []>(
  run: (...given: Given) => unknown,
  given: Given,
): unknown {
  try {
    const value = run(...given);
    return typeof value === 'string' ? NaN : value;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Arguments for a sentence; long lists are cut. */
function shown(given: readonly unknown[]): string {
  return given.map(shownOne).join(' and ');
}

function shownOne(value: unknown): string {
  if (typeof value === 'number') return inWords(value);
  if (!Array.isArray(value) && !ArrayBuffer.isView(value)) return JSON.stringify(value) ?? 'nothing';
  const list = Array.from(value as ArrayLike<unknown>);
  return `[${list.slice(0, 6).map(shownOne).join(', ')}${list.length > 6 ? ', …' : ''}]`;
}
