import { missing, right, wrong, type Verdict } from '../verdict.js';
import { inWords, isNear } from './values.js';

export interface RisingMapTask {
  /** Where the map is looked at; default [0, 1]. */
  span?: readonly [number, number];
  /** Values that it has to have at both ends; default any. */
  ends?: readonly [number, number];
}

const points = 201;

/**
 * Checks that a map never falls, and that its ends lie where they should.
 * @param answer whatever the learner has written, meant to be a function from a number to a number
 * @example
 * checkRisingMap((t) => t ** 3, { ends: [0, 1] });
 */
export function checkRisingMap(answer: unknown, { span = [0, 1], ends }: RisingMapTask = {}): Verdict {
  if (answer === undefined || answer === null) return missing('a function of t.');
  if (typeof answer !== 'function') return wrong('the answer is no function of t.');
  const [low, high] = span;
  const grid = Array.from({ length: points }, (_, n) => low + ((high - low) * n) / (points - 1));
  let values: unknown[];
  try {
    values = grid.map((t) => (answer as (t: number) => unknown)(t));
  } catch (error) {
    return wrong(`your function stops: ${error instanceof Error ? error.message : String(error)}`);
  }
  const hole = values.findIndex((value) => typeof value !== 'number' || Number.isNaN(value));
  if (hole >= 0) return missing(`at t = ${inWords(grid[hole]!)} the map gives no number.`);
  const list = values as number[];
  const fall = list.findIndex((value, n) => n > 0 && value < list[n - 1]! - 1e-12);
  if (fall >= 0) {
    return wrong(
      `the map falls between t = ${inWords(grid[fall - 1]!)} and ${inWords(grid[fall]!)}; two pictures there change places.`,
    );
  }
  const end = ends && [0, 1].find((side) => !isNear(list.at(-side)!, ends[side]!));
  if (ends && end !== undefined) {
    const t = span[end]!;
    return wrong(
      `it never falls, but at t = ${inWords(t)} it gives ${inWords(list.at(-end)!)} in place of ${inWords(ends[end]!)}.`,
    );
  }
  if (list[0] === list.at(-1)) return wrong('the map is constant: it never falls, but it forgets the order.');
  return right('it never falls, so the order of the pictures stays.');
}
