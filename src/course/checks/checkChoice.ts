import { missing, right, wrong, type Verdict } from '../verdict.js';

/** A possible answer and what is said of it. */
export interface Option {
  isRight?: boolean;
  words: string;
}

/**
 * Checks the choice of one of several answers, and says of each why it is right or wrong.
 * @param answer the key of an option
 * @example
 * checkChoice('a', { a: { words: 'the order stays the same.' }, b: { isRight: true, words: 'it is bent.' } });
 */
export function checkChoice(answer: unknown, options: Readonly<Record<string, Option>>): Verdict {
  const keys = Object.keys(options);
  const list = keys.map((key) => `'${key}'`).join(', ');
  if (answer === undefined || answer === null || answer === '') return missing(`choose one of ${list}.`);
  const said = typeof answer === 'string' ? answer.trim() : JSON.stringify(answer);
  const key = said.toLowerCase();
  const chosen = keys.find((name) => name.toLowerCase() === key);
  if (chosen === undefined) return wrong(`${said} is none of the answers, which are ${list}.`);
  const { isRight, words } = options[chosen]!;
  return isRight ? right(words) : wrong(words);
}
