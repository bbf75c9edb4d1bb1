import { appendFileSync } from 'node:fs';
import { randomSource } from '../../src/base/randomSource.js';

/** Whether everything is tried that there is, as `npm run torture` does; otherwise a sample that takes seconds. */
export const isLong = process.env.ASYMMETRIC_TORTURE === 'long';
/** What random trials are drawn by; an error names it, and `npm run torture -- --seed` sets it. */
export const seed = Number(process.env.ASYMMETRIC_SEED ?? 1);

/** Milliseconds that one test may take. */
export const timeLimit = isLong ? 3_600_000 : 60_000;

/** What the table at the end of `npm run torture` counts. */
export type Tally = 'faults' | 'stops' | 'kills' | 'mutations' | 'properties' | 'limits' | 'rounds';

/** Adds to the counts of `npm run torture`. */
export function tally(what: Tally, test: string, count: number): void {
  const file = process.env.ASYMMETRIC_COUNTS;
  if (file) appendFileSync(file, `${JSON.stringify({ what, test, count })}\n`);
}

/** Which of many places in a row are tried: all of them, or one of some, beginning at random. */
export function sampled(what: string, every = 4): { first: number; every: number } {
  return isLong ? { first: 1, every: 1 } : { first: 1 + randomSource(seed, what).integer(every), every };
}
