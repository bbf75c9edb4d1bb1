import { evaluateAsymmetric } from '../retrieval/metrics/evaluateAsymmetric.js';
import { measureAt } from '../retrieval/metrics/measures.js';
import type { QueryMeasure, RetrievalEvaluation } from '../retrieval/metrics/types.js';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { knownLabels } from '../datasets/splitLabels.js';
import type { Dataset, RetrievalSplit } from '../datasets/types.js';
import type { MeasuredEstimate, RunManifest } from './runManifest.js';
import type { RunRecord } from './runRecord.js';

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

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
