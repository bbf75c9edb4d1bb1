import { RetrievalError } from '../../errors.js';
import { randomSource } from '../../base/randomSource.js';
import { checkCount } from '../../vectors/gallery/checkInput.js';
import type { BootstrapOptions, Estimate } from './types.js';

/**
 * Mean and percentile bootstrap interval (Efron 1979) over queries: queries are drawn with replacement, the bounds are
 * quantiles of the means of the draws.
 *
 * @throws RetrievalError for an empty list, NaN, or options out of range.
 */
export function bootstrapInterval(values: ArrayLike<number>, options: BootstrapOptions = {}): Estimate {
  return bootstrapIntervals([values], options)[0]!;
}

/** `bootstrapInterval` of several measures of the same queries, all from the same draws. */
export function bootstrapIntervals(columns: ArrayLike<number>[], options: BootstrapOptions = {}): Estimate[] {
  const { level = 0.95 } = options;
  const means = resampledMeans(columns, options);
  return columns.map((column, c) => percentiles(mean(column), means[c]!, level));
}

/** Mean and percentile bootstrap interval of all values in some groups, where whole groups are drawn. */
export function bootstrapSums(
  groups: readonly { sum: number; count: number }[],
  { resamples = 1000, level = 0.95, seed = 0 }: BootstrapOptions = {},
): Estimate {
  checkCount(resamples, 'resamples');
  checkLevel(level);
  const random = randomSource(seed, 'bootstrap');
  const meanOf = (drawn: readonly { sum: number; count: number }[]): number =>
    drawn.reduce((all, { sum }) => all + sum, 0) / drawn.reduce((all, { count }) => all + count, 0);
  const means = Float64Array.from({ length: resamples }, () =>
    meanOf(groups.map(() => groups[random.integer(groups.length)]!)),
  );
  return percentiles(meanOf(groups), means, level);
}

/** Means of each column over the draws, `[columns][resamples]`. */
export function resampledMeans(columns: ArrayLike<number>[], options: BootstrapOptions = {}): Float64Array[] {
  const { resamples = 1000, level = 0.95, seed = 0 } = options;
  checkCount(resamples, 'resamples');
  checkLevel(level);
  const length = columns[0]?.length ?? 0;
  columns.forEach((column, c) => checkColumn(column, length, c));
  const random = randomSource(seed, 'bootstrap');
  const means = columns.map(() => new Float64Array(resamples));
  const drawn = new Int32Array(length);
  for (let resample = 0; resample < resamples; resample++) {
    for (let i = 0; i < length; i++) drawn[i] = random.integer(length);
    columns.forEach((column, c) => {
      means[c]![resample] = meanOfDrawn(column, drawn);
    });
  }
  return means;
}

/** Arithmetic mean; NaN for an empty list. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** Refuses a confidence level outside (0, 1). */
export function checkLevel(level: number): void {
  if (level > 0 && level < 1) return;
  throw new RetrievalError({
    what: 'The confidence level is out of range',
    where: 'level',
    expected: 'a number between 0 and 1',
    found: String(level),
  });
}

/** A mean with the quantiles of those of the draws, which are put in order. */
function percentiles(centre: number, drawn: Float64Array, level: number): Estimate {
  const sorted = drawn.sort();
  return { mean: centre, low: quantile(sorted, (1 - level) / 2), high: quantile(sorted, (1 + level) / 2) };
}

function meanOfDrawn(column: ArrayLike<number>, drawn: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < drawn.length; i++) sum += column[drawn[i]!]!;
  return sum / drawn.length;
}

/** Quantile of sorted values with linear interpolation between neighbours. */
function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (at - below) * (sorted[above]! - sorted[below]!);
}

function checkColumn(column: ArrayLike<number>, length: number, index: number): void {
  const bad = Array.from(column).findIndex((value) => !Number.isFinite(value));
  if (length > 0 && column.length === length && bad < 0) return;
  throw new RetrievalError({
    what: 'A measure cannot be resampled',
    where: `column ${index}`,
    expected: `${Math.max(length, 1)} finite numbers`,
    found: bad >= 0 ? `${column[bad]} at ${bad}` : `${column.length} numbers`,
  });
}
