import { InvalidArgumentError, Option } from 'commander';

/** `--json`, as every command that has results takes it. */
export function jsonOption(): Option {
  return new Option(
    '--json',
    'print one JSON document and nothing else, also of an error; progress goes to stderr',
  ).default(false, 'text');
}

/** Reads the value of an option: a whole number, 0 or more. */
export function wholeNumber(text: string): number {
  const number = text.trim() === '' ? NaN : Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new InvalidArgumentError('It must be a whole number.');
}

/** Reads the value of an option: a whole number, 1 or more. */
export function positiveInteger(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw new InvalidArgumentError('It must be a whole number above 0.');
}

/** Reads the value of an option: a number above 0. */
export function positiveNumber(text: string): number {
  const number = Number(text);
  if (number > 0 && number < Infinity) return number;
  throw new InvalidArgumentError('It must be a number above 0.');
}

/** Reads the value of an option: a share, between 0 and 1. */
export function share(text: string): number {
  const number = Number(text);
  if (number > 0 && number < 1) return number;
  throw new InvalidArgumentError('It must be a number between 0 and 1.');
}
