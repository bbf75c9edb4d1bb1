import { RetrievalError } from '../../errors.js';
import { checkLength } from '../../vectors/gallery/checkInput.js';
import { bootstrapSums } from './bootstrap.js';
import type { BootstrapOptions, Estimate } from './types.js';

/** A difference with its interval over groups of queries. */
export interface GroupedDifference extends Estimate {
  /** Groups that have a query with a value under both methods. */
  groups: number;
}

/**
 * How much better the first method is than the second on the same queries, with an interval over their classes: whole classes
 * are drawn with replacement (cluster bootstrap, Davison and Hinkley 1997, 3.8), since queries of one class succeed and fail
 * together. Wider than that of `pairedDifference` where classes differ. Queries without a value (NaN) under either method
 * are left out.
 *
 * @param groups `[Q]` class of each query
 * @throws RetrievalError for lists of unequal length or without a common query.
 */
export function groupedDifference(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  groups: ArrayLike<number>,
  options: BootstrapOptions = {},
): GroupedDifference {
  checkLength(second, first.length, 'the second method');
  checkLength(groups, first.length, 'groups');
  const sums = new Map<number, { sum: number; count: number }>();
  for (let q = 0; q < first.length; q++) {
    const difference = first[q]! - second[q]!;
    if (Number.isNaN(difference)) continue;
    const { sum, count } = sums.get(groups[q]!) ?? { sum: 0, count: 0 };
    sums.set(groups[q]!, { sum: sum + difference, count: count + 1 });
  }
  if (sums.size === 0) {
    throw new RetrievalError({
      what: 'The two methods share no query',
      expected: 'at least one query with a value under both',
      found: 'none',
    });
  }
  return { ...bootstrapSums([...sums.values()], options), groups: sums.size };
}
