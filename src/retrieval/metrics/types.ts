import type { EmbeddingMatrix } from '../../vectors/embeddingMatrix.js';
import type { Multiply } from '../ranking/multiply.js';

/** A mean with the bounds of its confidence interval. */
export interface Estimate {
  mean: number;
  low: number;
  high: number;
}

/** One number per query and its macro average over the queries that have one. */
export interface QueryMeasure {
  estimate: Estimate;
  /** `[Q]`; NaN for a query that is left out (it has no positive). */
  perQuery: Float64Array;
}

/** A measure taken at several list depths; see `measureAt`. */
export interface DepthMeasure {
  depths: number[];
  /** One entry per depth. */
  at: QueryMeasure[];
}

/** How confidence intervals are drawn. */
export interface BootstrapOptions {
  /** Default 1000. */
  resamples?: number;
  /** Share of resamples inside the interval, default 0.95. */
  level?: number;
  /** Default 0. */
  seed?: number;
}

/** Retrieval quality of one pair of models. All values are fractions in [0, 1]. */
export interface RetrievalMetrics {
  queryCount: number;
  /** Queries without a positive in the gallery; they count in no mean. */
  excludedQueries: number;
  /** Mean over positives of the precision at each; its mean is mAP. See `averagePrecision`. */
  averagePrecision: QueryMeasure;
  /** Area under the precision-recall curve by trapezoids, as on the revisited Oxford and Paris sets. */
  trapezoidAveragePrecision: QueryMeasure;
  /** mAP@100 as on Google Landmarks v2. */
  averagePrecisionAt: DepthMeasure;
  /** R@k: share of queries with a positive among the first k (CMC). */
  recall: DepthMeasure;
  /** mP@k: share of the first k that are positives. */
  precision: DepthMeasure;
  /** mP@k of the revisited protocol: k is clipped at the last positive. */
  clippedPrecision: DepthMeasure;
}

/** How far the query model ranks a gallery as the gallery model does; macro averages over queries. */
export interface RankConsistency {
  /** Items per ranking, without the query itself. */
  listLength: { shortest: number; longest: number };
  /** Share of the pairs in the gallery model's top k that the query model keeps in order, in [0, 1]. */
  orderConsistency: DepthMeasure;
  /** `|A_k n B_k| / k`. */
  overlap: DepthMeasure;
  /** `|A_k n B_k| / |A_k u B_k|`. */
  jaccard: DepthMeasure;
  /** Sum over the wrongly ordered pairs of the gallery model's top k of their gap in query-model similarity. */
  inversionMass: DepthMeasure;
  /** Over the whole list, in [-1, 1]. */
  kendallTauA: QueryMeasure;
  /** Over the whole list, in [-1, 1]; 0 where a model gives all items the same similarity. */
  kendallTauB: QueryMeasure;
  /** Over the whole list, in [-1, 1], pairs at the top weigh most; 0 where a model gives all items the same similarity. */
  weightedTau: QueryMeasure;
  /** Over the whole list, in [-1, 1]; 0 where a model gives all items the same similarity. */
  spearman: QueryMeasure;
  /** Rank-biased overlap with persistence 0.9, truncated at the list's end (a lower bound). */
  rankBiasedOverlap: QueryMeasure;
  /** Rank-biased overlap with persistence 0.9, extrapolated. */
  rankBiasedOverlapExtrapolated: QueryMeasure;
  /** tau-AP of the query model's ranking against the gallery model's, in [-1, 1]. */
  tauAp: QueryMeasure;
}

/** What `evaluateAsymmetric` takes: the same queries and gallery through both models. */
export interface AsymmetricEvaluationInput {
  /** Queries through the query model, `[Q, D]`. */
  queryModelVectors: EmbeddingMatrix;
  /** Queries through the gallery model, `[Q, E]`. */
  galleryModelQueryVectors: EmbeddingMatrix;
  /** Gallery through the query model, `[N, D]`. */
  queryModelGalleryVectors: EmbeddingMatrix;
  /** Gallery through the gallery model, `[N, E]`; asymmetric retrieval needs `D = E`. */
  galleryVectors: EmbeddingMatrix;
  /** `[Q]`. Without labels nothing is known to be right: the retrieval measures are NaN, the consistency is measured. */
  queryLabels?: ArrayLike<number>;
  /** `[N]`, with `queryLabels`. */
  galleryLabels?: ArrayLike<number>;
  /** `[Q]`: the gallery row that is the query itself and is left out of its ranking, or -1. Default: none. */
  selfInGallery?: ArrayLike<number>;
  /** Depths of the consistency measures, default 5, 10, 20, 50, 100; 10 is always among them. */
  consistencyDepths?: number[];
  bootstrap?: BootstrapOptions;
  multiply?: Multiply;
  /** Queries whose similarities are computed and held at once, default as many as have 2^24; the numbers do not depend on it. */
  queriesPerBlock?: number;
}

/**
 * Quality of the three ways to search, and how well the query model keeps the gallery model's order. Fractions, not
 * per cent. The plain numbers are the means of the measures below them, which keep one value per query.
 */
export interface RetrievalEvaluation {
  queryCount: number;
  galleryCount: number;
  /** Queries without a positive in the gallery: in no retrieval mean, but in the consistency means. */
  excludedQueries: number;
  /** Gallery model for queries and gallery. */
  mapSymmetricGallery: number;
  /** Query model for queries and gallery. */
  mapSymmetricQuery: number;
  /** Query model for queries, gallery model for the gallery. */
  mapAsymmetric: number;
  /** Bounds of the bootstrap interval of `mapAsymmetric` over queries. */
  mapAsymmetricInterval: [low: number, high: number];
  /** Asymmetric R@1. */
  recallAt1: number;
  recallAt5: number;
  recallAt10: number;
  /** Asymmetric mP@10: positives among the first ten, divided by ten. */
  precisionAt10: number;
  overlap10: number;
  /** tau-b over the whole list. */
  kendallTau: number;
  spearman: number;
  /** Extrapolated, persistence 0.9. */
  rankBiasedOverlap: number;
  tauAp: number;
  symmetricGallery: RetrievalMetrics;
  symmetricQuery: RetrievalMetrics;
  asymmetric: RetrievalMetrics;
  /** Both models' queries against the gallery model's gallery. */
  consistency: RankConsistency;
}
