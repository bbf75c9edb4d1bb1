import { missing, wrong, type Verdict } from '../verdict.js';

/** Room for rounding where a check names none: a millionth, of the value itself where that is more than 1. */
export const usualRoom = 1e-6;

/** Whether two numbers agree but for rounding. */
export function isNear(a: number, b: number, within: number = usualRoom): boolean {
  return a === b || Math.abs(a - b) <= within * Math.max(1, Math.abs(b));
}

/** Whether two lists agree but for rounding. */
export function areNear(a: readonly number[], b: readonly number[], within: number = usualRoom): boolean {
  return a.length === b.length && a.every((value, n) => isNear(value, b[n]!, within));
}

/** A number in few digits, for a sentence. */
export function inWords(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(5)));
}

/** `1st`, `2nd`, `3rd`, `4th`. */
export function ordinal(place: number): string {
  const ending = { 1: 'st', 2: 'nd', 3: 'rd' }[place % 10];
  return `${place}${ending && Math.floor((place % 100) / 10) !== 1 ? ending : 'th'}`;
}

/** Said of a fraction where per cent are asked for. */
export const fractionForPerCent = (value: number): string =>
  `${inWords(value)} is a fraction; per cent are asked for, from 0 to 100.`;

/** An answer as a number, or what keeps it from being one. */
export function numberIn(answer: unknown, what: string): number | Verdict {
  if (answer === undefined || answer === null || Number.isNaN(answer)) return missing(what);
  if (typeof answer === 'number') return answer;
  if (typeof answer === 'string' && answer.trim() !== '' && Number.isFinite(Number(answer))) {
    return wrong(`the answer is text in quotes; write the number ${answer} without them.`);
  }
  return wrong(`the answer is ${kindOf(answer)}; what is asked for is ${what}.`);
}

/** An answer as a list of numbers, or what keeps it from being one. */
export function numbersIn(answer: unknown, what: string, length: number): number[] | Verdict {
  if (answer === undefined || answer === null) return missing(what);
  if (!Array.isArray(answer) && !ArrayBuffer.isView(answer)) {
    return wrong(`the answer is ${kindOf(answer)}; what is asked for is ${what}, in square brackets.`);
  }
  const list = Array.from(answer as ArrayLike<unknown>);
  if (list.length === 0 || list.some((value) => value === undefined || Number.isNaN(value))) {
    return missing(`${what}; a value is still missing in it.`);
  }
  const odd = list.find((value) => typeof value !== 'number');
  if (odd !== undefined) return wrong(`the list holds ${kindOf(odd)}; it should hold numbers only.`);
  if (list.length !== length) return wrong(otherLength(list.length, length));
  return list as number[];
}

/** Said of a list that is too short or too long. */
export const otherLength = (found: number, expected: number): string =>
  `the list has ${found} ${found === 1 ? 'number' : 'numbers'}; there should be ${expected}.`;

/** Whether a value is what a check says, and not an answer. */
export function isVerdict(value: unknown): value is Verdict {
  return typeof value === 'object' && value !== null && 'outcome' in value && 'words' in value;
}

function kindOf(value: unknown): string {
  if (typeof value === 'number') return 'one number';
  if (typeof value === 'string') return 'a text';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'function') return 'a function; call it';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
