import { RetrievalError } from '../../errors.js';
import { checkLength } from '../../vectors/gallery/checkInput.js';
import { bootstrapInterval, mean, resampledMeans } from './bootstrap.js';
import type { BootstrapOptions, Estimate } from './types.js';

/** How much better the first method is than the second on the same queries. */
export interface PairedDifference extends Estimate {
  /** Two-sided: share of resamples, centred on no difference, that differ at least as much as what was seen. */
  pValue: number;
  /** Queries that have a value under both methods. */
  queries: number;
}

/**
 * Paired bootstrap test of two methods on the same queries (Efron and Tibshirani 1993, 16.4): the differences are
 * shifted to mean zero and resampled. The p-value counts the sample itself, so it is never zero. Queries without a
 * value (NaN) under either method are left out.
 *
 * @throws RetrievalError for lists of unequal length or without a common query.
 */
export function pairedDifference(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  options: BootstrapOptions = {},
): PairedDifference {
  checkLength(second, first.length, 'the second method');
  const differences = Array.from(first, (value, q) => value - second[q]!).filter((d) => !Number.isNaN(d));
  if (differences.length === 0) {
    throw new RetrievalError({
      what: 'The two methods share no query',
      expected: 'at least one query with a value under both',
      found: 'none',
    });
  }
  const observed = mean(differences);
  const centred = differences.map((d) => d - observed);
  const [resampled] = resampledMeans([centred], options);
  // Differences that are all equal leave rounding errors in place of zeros.
  const seen = Math.abs(observed) * (1 - 1e-12);
  const asFar = resampled!.filter((value) => Math.abs(value) >= seen).length;
  return {
    ...bootstrapInterval(differences, options),
    pValue: (asFar + 1) / (resampled!.length + 1),
    queries: differences.length,
  };
}
