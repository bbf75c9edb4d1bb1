import { RetrievalError } from '../../errors.js';
import type { EmbeddingMatrix } from '../../vectors/embeddingMatrix.js';
import { checkLabels, checkRows } from '../../vectors/checks/checkNumbers.js';
import { checkEmbeddings, checkLength, checkSameDimension } from '../../vectors/gallery/checkInput.js';
import { rowsOf } from '../../vectors/gallery/gallerySource.js';
import { defaultMultiply, type Multiply } from '../ranking/multiply.js';
import { rankPositivesInScores } from '../ranking/rankPositives.js';
import { relevanceFromLabels, type Relevance } from '../ranking/relevance.js';
import { measureAt } from './measures.js';
import { CONSISTENCY_DEPTHS, consistencyCollector, type ConsistencyCollector } from './rankConsistency.js';
import { rankingPair } from './rankingPair.js';
import { retrievalMetrics, unmeasuredRetrieval } from './retrievalMetrics.js';
import type {
  AsymmetricEvaluationInput,
  RankConsistency,
  RetrievalEvaluation,
  RetrievalMetrics,
} from './types.js';

/** Similarities held at once per way to search. */
const SCORES_PER_BLOCK = 2 ** 24;

/** The three ways to search: both models alike, or the query model against the gallery model's gallery. */
interface Searches<Value> {
  symmetricGallery: Value;
  symmetricQuery: Value;
  asymmetric: Value;
}

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
  const { queryModelVectors, galleryVectors, bootstrap, selfInGallery } = input;
  const relevance = relevanceOf(input);
  const consistency = consistencyCollector(queryModelVectors.rows, [
    ...(input.consistencyDepths ?? CONSISTENCY_DEPTHS),
    10,
  ]);
  const positions: Searches<Float64Array[]> = { symmetricGallery: [], symmetricQuery: [], asymmetric: [] };
  const perBlock = Math.max(1, Math.floor(SCORES_PER_BLOCK / galleryVectors.rows));
  for (let first = 0; first < queryModelVectors.rows; first += perBlock) {
    const scores = await scoreQueries(input, first, Math.min(perBlock, queryModelVectors.rows - first));
    if (relevance) addPositions(scores, first, relevance, positions);
    addConsistency(scores, first, consistency, selfInGallery);
  }
  const measured = (search: keyof Searches<unknown>): RetrievalMetrics =>
    relevance
      ? retrievalMetrics(positions[search], { bootstrap })
      : unmeasuredRetrieval(queryModelVectors.rows);
  const metrics: Searches<RetrievalMetrics> = {
    symmetricGallery: measured('symmetricGallery'),
    symmetricQuery: measured('symmetricQuery'),
    asymmetric: measured('asymmetric'),
  };
  return assemble(galleryVectors.rows, metrics, consistency.summarise(bootstrap));
}

async function scoreQueries(
  input: AsymmetricEvaluationInput,
  first: number,
  count: number,
): Promise<Searches<Float32Array[]>> {
  const multiply: Multiply = input.multiply ?? defaultMultiply();
  const score = async (queries: EmbeddingMatrix, gallery: EmbeddingMatrix): Promise<Float32Array[]> => {
    const products = await multiply(rowsOf(queries, first, count), gallery);
    const { rows } = gallery;
    return Array.from({ length: count }, (_, q) => products.subarray(q * rows, (q + 1) * rows));
  };
  return {
    symmetricGallery: await score(input.galleryModelQueryVectors, input.galleryVectors),
    symmetricQuery: await score(input.queryModelVectors, input.queryModelGalleryVectors),
    asymmetric: await score(input.queryModelVectors, input.galleryVectors),
  };
}

/** What is right for each query; unknown without labels. */
function relevanceOf(input: AsymmetricEvaluationInput): Relevance | undefined {
  const { queryLabels, galleryLabels, selfInGallery } = input;
  if (!queryLabels || !galleryLabels) return undefined;
  return relevanceFromLabels({ queryLabels, galleryLabels, ...(selfInGallery && { selfInGallery }) });
}

function addPositions(
  scores: Searches<Float32Array[]>,
  first: number,
  { positives, ignored }: Relevance,
  positions: Searches<Float64Array[]>,
): void {
  for (const search of ['symmetricGallery', 'symmetricQuery', 'asymmetric'] as const) {
    scores[search].forEach((row, i) =>
      positions[search].push(rankPositivesInScores(row, positives[first + i]!, ignored[first + i]!)),
    );
  }
}

function addConsistency(
  { symmetricGallery, asymmetric }: Searches<Float32Array[]>,
  first: number,
  consistency: ConsistencyCollector,
  selfInGallery?: ArrayLike<number>,
): void {
  asymmetric.forEach((row, i) =>
    consistency.add(first + i, rankingPair(symmetricGallery[i]!, row, selfInGallery?.[first + i] ?? -1)),
  );
}

function assemble(
  galleryCount: number,
  metrics: Searches<RetrievalMetrics>,
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
  for (const [name, matrix] of Object.entries(matrices)) checkEmbeddings(matrix, name);
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
