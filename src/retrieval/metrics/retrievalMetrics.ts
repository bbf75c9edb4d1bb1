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
  const collector = retrievalCollector(positions.length, options.depths);
  positions.forEach((list, query) => collector.add(query, list));
  return collector.summarise(options.bootstrap);
}

/** Gathers the retrieval measures of one query after another. */
export interface RetrievalCollector {
  /** @param positions of the query's positives, as in `retrievalMetrics` */
  add(query: number, positions: Float64Array): void;
  /** @throws RetrievalError when no query has a positive. */
  summarise(bootstrap?: BootstrapOptions): RetrievalMetrics;
}

/** @param depths of R@k and mP@k */
export function retrievalCollector(queryCount: number, depths = RETRIEVAL_DEPTHS): RetrievalCollector {
  depths.forEach((depth) => checkCount(depth, 'depths'));
  const at =
    (measure: (list: Float64Array, k: number) => number) =>
    (k: number): ((list: Float64Array) => number) =>
    (list) =>
      measure(list, k);
  const measured: ((list: Float64Array) => number)[] = [
    (list) => averagePrecision(list),
    (list) => trapezoidAveragePrecision(list),
    ...TRUNCATIONS.map(at(averagePrecisionAt)),
    ...depths.map(at(recallAt)),
    ...depths.map(at(precisionAt)),
    ...depths.map(at(clippedPrecisionAt)),
  ];
  const columns = measured.map(() => new Float64Array(queryCount));
  let excludedQueries = 0;
  return {
    add(query, positions) {
      measured.forEach((measure, m) => (columns[m]![query] = measure(positions)));
      if (positions.length === 0) excludedQueries++;
    },
    summarise(bootstrap) {
      const measures = queryMeasures(columns, bootstrap);
      const take = (taken: number[]): DepthMeasure => ({
        depths: [...taken],
        at: measures.splice(0, taken.length),
      });
      return {
        queryCount,
        excludedQueries,
        averagePrecision: measures.shift()!,
        trapezoidAveragePrecision: measures.shift()!,
        averagePrecisionAt: take(TRUNCATIONS),
        recall: take(depths),
        precision: take(depths),
        clippedPrecision: take(depths),
      };
    },
  };
}
