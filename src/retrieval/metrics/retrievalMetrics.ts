import { checkCount } from '../../vectors/gallery/checkInput.js';
import { averagePrecision, averagePrecisionAt, trapezoidAveragePrecision } from './averagePrecision.js';
import { queryMeasures } from './measures.js';
import { clippedPrecisionAt, precisionAt, recallAt } from './precisionAndRecall.js';
import type { BootstrapOptions, DepthMeasure, QueryMeasure, RetrievalMetrics } from './types.js';

/** Depths of R@k and mP@k where none are given. */
export const RETRIEVAL_DEPTHS = [1, 5, 10];

/** Where the mAP of Google Landmarks v2 cuts the list. */
const TRUNCATIONS = [100];

/** The measures of queries for which nothing is known to be right: NaN throughout. */
export function unmeasuredRetrieval(queryCount: number): RetrievalMetrics {
  const nothing: QueryMeasure = {
    estimate: { mean: NaN, low: NaN, high: NaN },
    perQuery: new Float64Array(queryCount).fill(NaN),
  };
  const at = (depths: number[]): DepthMeasure => ({ depths: [...depths], at: depths.map(() => nothing) });
  return {
    queryCount,
    excludedQueries: queryCount,
    averagePrecision: nothing,
    trapezoidAveragePrecision: nothing,
    averagePrecisionAt: at(TRUNCATIONS),
    recall: at(RETRIEVAL_DEPTHS),
    precision: at(RETRIEVAL_DEPTHS),
    clippedPrecision: at(RETRIEVAL_DEPTHS),
  };
}

/** Options of `retrievalMetrics`. */
export interface RetrievalMetricsOptions {
  /** Of R@k and mP@k, default 1, 5, 10. */
  depths?: number[];
  bootstrap?: BootstrapOptions;
}

/**
 * All retrieval measures from the positions of the positives.
 *
 * @param positions per query the zero-based positions of its positives in the full ranking, ascending, ignored items
 *   removed; an empty list leaves the query out and counts it.
 * @throws RetrievalError when no query has a positive.
 */
export function retrievalMetrics(
  positions: Float64Array[],
  options: RetrievalMetricsOptions = {},
): RetrievalMetrics {
  const { depths = RETRIEVAL_DEPTHS, bootstrap } = options;
  depths.forEach((depth) => checkCount(depth, 'depths'));
  const column = (measure: (list: Float64Array) => number): Float64Array =>
    Float64Array.from(positions, (list) => measure(list));
  const columnsAt = (measure: (list: Float64Array, k: number) => number, at: number[]): Float64Array[] =>
    at.map((k) => column((list) => measure(list, k)));
  const measures = queryMeasures(
    [
      column((list) => averagePrecision(list)),
      column((list) => trapezoidAveragePrecision(list)),
      ...columnsAt(averagePrecisionAt, TRUNCATIONS),
      ...columnsAt(recallAt, depths),
      ...columnsAt(precisionAt, depths),
      ...columnsAt(clippedPrecisionAt, depths),
    ],
    bootstrap,
  );
  const take = (at: number[]): DepthMeasure => ({ depths: [...at], at: measures.splice(0, at.length) });
  return {
    queryCount: positions.length,
    excludedQueries: positions.filter((list) => list.length === 0).length,
    averagePrecision: measures.shift()!,
    trapezoidAveragePrecision: measures.shift()!,
    averagePrecisionAt: take(TRUNCATIONS),
    recall: take(depths),
    precision: take(depths),
    clippedPrecision: take(depths),
  };
}
