import { evaluateAsymmetric } from '../retrieval/metrics/evaluateAsymmetric.js';
import { measureAt, queryMeasures } from '../retrieval/metrics/measures.js';
import { galleryRankings, orderConsistencies } from '../retrieval/metrics/orderAtDepths.js';
import type { QueryMeasure, RetrievalEvaluation } from '../retrieval/metrics/types.js';
import { scoresOf as scoresOfQuery, type ScoreMatrix } from '../retrieval/ranking/rankAll.js';
import { rankingOrder } from '../retrieval/ranking/rankingOrder.js';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { knownLabels, selfRows } from '../datasets/splitLabels.js';
import type { Dataset, RetrievalSplit } from '../datasets/types.js';
import type { ConsistencyPoint, MeasuredEstimate, RankingExample, RunManifest } from './runManifest.js';
import type { RunRecord } from './runRecord.js';
import { randomSource } from '../base/randomSource.js';

/** Pairs kept for scatter plots. */
const sampledPairs = 500;
/** Queries kept with their first results. */
const exampleQueries = 24;
const exampleDepth = 8;
/** Depths of the consistency curve, as far as the gallery reaches. */
const curveDepths = [2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300];

/** Both models' vectors of the evaluation split. */
export interface EvaluationVectors {
  split: RetrievalSplit;
  /** Gallery model. */
  galleryQueries: EmbeddingMatrix;
  gallery: EmbeddingMatrix;
  /** Query model. */
  queries: EmbeddingMatrix;
  queryGallery: EmbeddingMatrix;
}

/** Runs every metric on the evaluation split. */
export function evaluateVectors(dataset: Dataset, vectors: EvaluationVectors): Promise<RetrievalEvaluation> {
  const { split } = vectors;
  return evaluateAsymmetric({
    queryModelVectors: vectors.queries,
    galleryModelQueryVectors: vectors.galleryQueries,
    queryModelGalleryVectors: vectors.queryGallery,
    galleryVectors: vectors.gallery,
    ...knownLabels(dataset, split),
  });
}

/** Similarities of the queries with the gallery, `[Q, N]`, under both models. */
export interface EvaluationScores {
  galleryModel: ScoreMatrix;
  queryModel: ScoreMatrix;
}

/** Order consistency at many depths, for a curve. */
export function consistencyPoints(split: RetrievalSplit, scores: EvaluationScores): ConsistencyPoint[] {
  const deepest = scores.galleryModel.columns - 1;
  const depths = curveDepths.filter((depth) => depth <= deepest);
  const self = split.excludeSelf ? selfRows(split) : undefined;
  const rankings = galleryRankings(scores.galleryModel, depths.at(-1) ?? 0, self);
  const percent = (fraction: number): number => round(100 * fraction, 3);
  return queryMeasures(orderConsistencies(rankings, scores.queryModel, depths)).map(({ estimate }, n) => ({
    depth: depths[n]!,
    value: percent(estimate.mean),
    low: percent(estimate.low),
    high: percent(estimate.high),
  }));
}

/** The scores of an evaluation as a results record has them. */
export function scoresOf(evaluation: RetrievalEvaluation) {
  const percent = (fraction: number): number => round(100 * fraction, 3);
  const orderConsistency = (depth: number): number => {
    const { depths, at } = evaluation.consistency.orderConsistency;
    return percent(at[depths.indexOf(depth)]!.estimate.mean);
  };
  const [low, high] = evaluation.mapAsymmetricInterval;
  return {
    mapSymmetricGallery: percent(evaluation.mapSymmetricGallery),
    mapSymmetricQuery: percent(evaluation.mapSymmetricQuery),
    mapAsymmetric: percent(evaluation.mapAsymmetric),
    mapAsymmetricInterval: [percent(low), percent(high)] as [number, number],
    recallAt1: percent(evaluation.recallAt1),
    recallAt10: percent(evaluation.recallAt10),
    precisionAt10: percent(evaluation.precisionAt10),
    orderConsistency5: orderConsistency(5),
    orderConsistency10: orderConsistency(10),
    orderConsistency20: orderConsistency(20),
    orderConsistency50: orderConsistency(50),
    orderConsistency100: orderConsistency(100),
    overlap10: percent(evaluation.overlap10),
    kendallTau: round(evaluation.kendallTau, 5),
    spearman: round(evaluation.spearman, 5),
    rankBiasedOverlap: round(evaluation.rankBiasedOverlap, 5),
    tauAp: round(evaluation.tauAp, 5),
  } satisfies Partial<RunRecord>;
}

/** The measures that a report on one model gives, with their intervals. */
export function estimatesOf(
  evaluation: RetrievalEvaluation,
): Required<Pick<RunManifest, 'measures' | 'queries'>> {
  const { symmetricGallery, symmetricQuery, asymmetric, consistency } = evaluation;
  const { orderConsistency, overlap, kendallTauB } = consistency;
  const known = (value: number): number | null => (Number.isNaN(value) ? null : round(value, 5));
  const estimate = ({ estimate: { mean, low, high } }: QueryMeasure): MeasuredEstimate => ({
    mean: known(mean),
    low: known(low),
    high: known(high),
  });
  return {
    measures: {
      mapSymmetricGallery: estimate(symmetricGallery.averagePrecision),
      mapSymmetricQuery: estimate(symmetricQuery.averagePrecision),
      mapAsymmetric: estimate(asymmetric.averagePrecision),
      orderConsistency10: estimate(measureAt(orderConsistency, 10)),
      overlap10: estimate(measureAt(overlap, 10)),
      kendallTau: estimate(kendallTauB),
    },
    queries: {
      all: evaluation.queryCount,
      withPositive: evaluation.queryCount - evaluation.excludedQueries,
    },
  };
}

/** Mean cosine of paired unit rows. */
export function meanCosine(a: EmbeddingMatrix, b: EmbeddingMatrix): number {
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += a.data[i]! * b.data[i]!;
  return round(sum / a.rows, 5);
}

/** Similarities of random (query, gallery picture) pairs under both models; every second pair is one of the query's nearest. */
export function samplePairs(
  vectors: EvaluationVectors,
  { galleryModel }: EvaluationScores,
  seed = 0,
): { gallery: number[]; query: number[] } {
  const random = randomSource(seed, 'pairs');
  const pairs = { gallery: [] as number[], query: [] as number[] };
  for (let n = 0; n < sampledPairs; n++) {
    const query = random.integer(vectors.queries.rows);
    const item =
      n % 2 ? random.integer(vectors.gallery.rows) : ranking(galleryModel, query, 10)[random.integer(10)]!;
    pairs.gallery.push(round(dot(vectors.galleryQueries, query, vectors.gallery, item), 4));
    pairs.query.push(round(dot(vectors.queries, query, vectors.gallery, item), 4));
  }
  return pairs;
}

/** Evenly spread queries with the first results under both models, as ids of pictures. */
export function rankingExamples(
  dataset: Dataset,
  split: RetrievalSplit,
  { galleryModel, queryModel }: EvaluationScores,
): RankingExample[] {
  const step = Math.max(1, Math.floor(split.queries.length / exampleQueries));
  const id = (record: number): string => dataset.records[record]!.id;
  const self = split.excludeSelf ? selfRows(split) : undefined;
  return Array.from({ length: Math.min(exampleQueries, split.queries.length) }, (_, n) => {
    const query = n * step;
    const first = (scores: ScoreMatrix): string[] =>
      ranking(scores, query, exampleDepth, self?.[query]).map((row) => id(split.gallery[row]!));
    return {
      query: id(split.queries[query]!),
      galleryModel: first(galleryModel),
      queryModel: first(queryModel),
    };
  });
}

function ranking(scores: ScoreMatrix, query: number, depth: number, leftOut = -1): number[] {
  const order = rankingOrder(scoresOfQuery(scores, query)).subarray(0, depth + 1);
  return [...order].filter((row) => row !== leftOut).slice(0, depth);
}

function dot(a: EmbeddingMatrix, rowA: number, b: EmbeddingMatrix, rowB: number): number {
  let sum = 0;
  const [startA, startB] = [rowA * a.columns, rowB * b.columns];
  for (let d = 0; d < a.columns; d++) sum += a.data[startA + d]! * b.data[startB + d]!;
  return sum;
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
