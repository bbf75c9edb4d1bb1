import { RetrievalError } from '../../errors.js';
import { checkLabels, checkRows } from '../../vectors/checks/checkNumbers.js';
import { checkDirections, checkLength, checkSameDimension } from '../../vectors/gallery/checkInput.js';
import { forEachQuery } from '../ranking/forEachQuery.js';
import { rankPositivesInScores } from '../ranking/rankPositives.js';
import { relevanceByLabel, type QueryRelevance } from '../ranking/relevance.js';
import { measureAt } from './measures.js';
import { CONSISTENCY_DEPTHS, consistencyCollector } from './rankConsistency.js';
import { rankingPair } from './rankingPair.js';
import { retrievalCollector, unmeasuredRetrieval } from './retrievalMetrics.js';
import type {
  AsymmetricEvaluationInput,
  RankConsistency,
  RetrievalEvaluation,
  RetrievalMetrics,
} from './types.js';

/** The three ways to search: both models alike, or the query model against the gallery model's gallery. */
const ways = ['symmetricGallery', 'symmetricQuery', 'asymmetric'] as const;

/**
 * Symmetric and asymmetric retrieval quality and the rank consistency of the two models, on a gallery in memory.
 * Similarity is the inner product; ties are ranked by lower gallery row.
 *
 * @throws RetrievalError for embeddings that cannot be compared, lists of unequal length, labels that are no numbers or of
 *   one side only, rows outside the gallery, or labels under which no query has
 *   a positive.
 * @example
 * const queries = embeddingMatrix(Float32Array.of(0.9, 0.1, 0.2, 0.8), 2, 2);
 * const gallery = embeddingMatrix(Float32Array.of(1, 0, 0, 1), 2, 2);
 * const { mapAsymmetric } = await evaluateAsymmetric({
 *   queryModelVectors: queries,
 *   queryModelGalleryVectors: gallery,
 *   galleryModelQueryVectors: queries,
 *   galleryVectors: gallery,
 *   queryLabels: [0, 1],
 *   galleryLabels: [0, 1],
 * });
 * console.log(mapAsymmetric); // 1
 */
export async function evaluateAsymmetric(input: AsymmetricEvaluationInput): Promise<RetrievalEvaluation> {
  checkInput(input);
  const { queryModelVectors, galleryModelQueryVectors, galleryVectors, queryModelGalleryVectors } = input;
  const { bootstrap, selfInGallery, consistencyDepths = CONSISTENCY_DEPTHS } = input;
  const queryCount = queryModelVectors.rows;
  const relevance = relevanceOf(input);
  const retrieval = forEachWay(() => retrievalCollector(queryCount));
  const consistency = consistencyCollector(queryCount, [...consistencyDepths, 10]);
  const searches = {
    symmetricGallery: { queries: galleryModelQueryVectors, gallery: galleryVectors },
    symmetricQuery: { queries: queryModelVectors, gallery: queryModelGalleryVectors },
    asymmetric: { queries: queryModelVectors, gallery: galleryVectors },
  };
  await forEachQuery(
    searches,
    (query, scores) => {
      if (relevance) {
        const { positives, ignored } = relevance(query);
        for (const way of ways)
          retrieval[way].add(query, rankPositivesInScores(scores[way], positives, ignored));
      }
      const { symmetricGallery, asymmetric } = scores;
      consistency.add(query, rankingPair(symmetricGallery, asymmetric, selfInGallery?.[query] ?? -1));
    },
    input,
  );
  const metrics = forEachWay((way) =>
    relevance ? retrieval[way].summarise(bootstrap) : unmeasuredRetrieval(queryCount),
  );
  return assemble(galleryVectors.rows, metrics, consistency.summarise(bootstrap));
}

function forEachWay<Value>(value: (way: (typeof ways)[number]) => Value) {
  const entries = ways.map((way) => [way, value(way)] as const);
  return Object.fromEntries(entries) as Record<(typeof ways)[number], Value>;
}

/** What is right for each query; unknown without labels. */
function relevanceOf(input: AsymmetricEvaluationInput): ((query: number) => QueryRelevance) | undefined {
  const { queryLabels, galleryLabels, selfInGallery } = input;
  if (!queryLabels || !galleryLabels) return undefined;
  return relevanceByLabel({ queryLabels, galleryLabels, ...(selfInGallery && { selfInGallery }) });
}

function assemble(
  galleryCount: number,
  metrics: Record<(typeof ways)[number], RetrievalMetrics>,
  consistency: RankConsistency,
): RetrievalEvaluation {
  const { asymmetric } = metrics;
  const map = asymmetric.averagePrecision.estimate;
  const recall = (k: number): number => measureAt(asymmetric.recall, k).estimate.mean;
  return {
    queryCount: asymmetric.queryCount,
    galleryCount,
    excludedQueries: asymmetric.excludedQueries,
    mapSymmetricGallery: metrics.symmetricGallery.averagePrecision.estimate.mean,
    mapSymmetricQuery: metrics.symmetricQuery.averagePrecision.estimate.mean,
    mapAsymmetric: map.mean,
    mapAsymmetricInterval: [map.low, map.high],
    recallAt1: recall(1),
    recallAt5: recall(5),
    recallAt10: recall(10),
    precisionAt10: measureAt(asymmetric.precision, 10).estimate.mean,
    overlap10: measureAt(consistency.overlap, 10).estimate.mean,
    kendallTau: consistency.kendallTauB.estimate.mean,
    spearman: consistency.spearman.estimate.mean,
    rankBiasedOverlap: consistency.rankBiasedOverlapExtrapolated.estimate.mean,
    tauAp: consistency.tauAp.estimate.mean,
    ...metrics,
    consistency,
  };
}

function checkInput(input: AsymmetricEvaluationInput): void {
  const { queryModelVectors, galleryModelQueryVectors, queryModelGalleryVectors, galleryVectors } = input;
  const matrices = { queryModelVectors, galleryModelQueryVectors, queryModelGalleryVectors, galleryVectors };
  for (const [name, matrix] of Object.entries(matrices)) checkDirections(matrix, name);
  checkSameDimension(queryModelVectors, galleryVectors, 'queryModelVectors and galleryVectors');
  checkSameDimension(galleryModelQueryVectors, galleryVectors, 'galleryModelQueryVectors and galleryVectors');
  checkSameDimension(
    queryModelVectors,
    queryModelGalleryVectors,
    'queryModelVectors and queryModelGalleryVectors',
  );
  const queries = queryModelVectors.rows;
  checkLength({ length: galleryModelQueryVectors.rows }, queries, 'galleryModelQueryVectors');
  if (input.queryLabels) checkLabels(input.queryLabels, queries, 'queryLabels');
  checkLength({ length: queryModelGalleryVectors.rows }, galleryVectors.rows, 'queryModelGalleryVectors');
  if (input.galleryLabels) checkLabels(input.galleryLabels, galleryVectors.rows, 'galleryLabels');
  if (!input.queryLabels !== !input.galleryLabels) throw labelsOfOneSide(input);
  if (!input.selfInGallery) return;
  checkLength(input.selfInGallery, queries, 'selfInGallery');
  checkRows(input.selfInGallery, galleryVectors.rows, 'selfInGallery', true);
}

function labelsOfOneSide({ queryLabels }: AsymmetricEvaluationInput): RetrievalError {
  const [given, missing] = queryLabels ? ['queryLabels', 'galleryLabels'] : ['galleryLabels', 'queryLabels'];
  return new RetrievalError({
    what: 'Labels are given for one side only',
    where: missing,
    expected: `labels of both sides, or of none`,
    found: `${given} alone`,
    kind: 'usage',
  });
}
