import { RetrievalError } from '../errors.js';
import type { RandomSource } from '../base/randomSource.js';

/** One network of a space: the number of the choice of each block. */
export type Path = readonly number[];

/** The paths that a search may take. */
export interface PathSpace {
  /** Numbers of the choices that each block may take. */
  blocks: readonly { allowed: readonly number[] }[];
  /** Floating point operations of a path: a sum over the blocks, in which each choice has a cost of its own. */
  flopsOf: (path: Path) => number;
  /** Most operations that a path may have. */
  budget: number;
}

/** A path in one word. */
export const pathKey = (path: Path): string => path.join('.');

/** The path that takes the first choice of every block. */
export function firstPath(blocks: PathSpace['blocks']): number[] {
  return blocks.map(({ allowed }) => allowed[0]!);
}

/** A copy with another choice at one block. */
export function changed(path: Path, block: number, choice: number): number[] {
  return path.map((old, n) => (n === block ? choice : old));
}

/** A path whose every block draws one of its choices, all alike. */
export function randomPath(blocks: PathSpace['blocks'], random: RandomSource): number[] {
  return blocks.map(({ allowed }) => drawn(allowed, random));
}

/** A copy in which each block draws its choice again with the given probability. */
export function mutated(
  path: Path,
  blocks: PathSpace['blocks'],
  probability: number,
  random: RandomSource,
): number[] {
  return path.map((choice, n) =>
    random.uniform() < probability ? drawn(blocks[n]!.allowed, random) : choice,
  );
}

/** A path that takes each block's choice from either parent, both alike. */
export function crossed(one: Path, other: Path, random: RandomSource): number[] {
  return one.map((choice, n) => (random.uniform() < 0.5 ? choice : other[n]!));
}

/** The path with the fewest operations. */
export function cheapestPath({ blocks, flopsOf }: Omit<PathSpace, 'budget'>): number[] {
  const start = firstPath(blocks);
  return blocks.map(({ allowed }, n) => {
    const costs = allowed.map((choice) => flopsOf(changed(start, n, choice)));
    return allowed[costs.indexOf(Math.min(...costs))]!;
  });
}

/** @throws RetrievalError when no path of the space is within its budget. */
export function checkBudget(space: PathSpace): void {
  const cheapest = cheapestPath(space);
  const flops = space.flopsOf(cheapest);
  if (flops <= space.budget) return;
  throw new RetrievalError({
    what: 'The budget admits no network of the search space',
    where: 'budget',
    expected: `at least ${flops} FLOPs, the cost of the cheapest path ${pathKey(cheapest)}`,
    found: `${space.budget} FLOPs`,
    fix: 'raise the budget, add skip or cheaper choices to the space, or take smaller pictures',
  });
}

function drawn(choices: readonly number[], random: RandomSource): number {
  return choices[random.integer(choices.length)]!;
}
