import { mean } from '../retrieval/metrics/bootstrap.js';
import { measureAt } from '../retrieval/metrics/measures.js';
import { pairedDifference } from '../retrieval/metrics/pairedDifference.js';
import { curveCollector } from '../retrieval/metrics/rankConsistency.js';
import { rankingPair } from '../retrieval/metrics/rankingPair.js';
import type { Estimate } from '../retrieval/metrics/types.js';
import { forEachQuery } from '../retrieval/ranking/forEachQuery.js';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { checkLength } from '../vectors/gallery/checkInput.js';
import { agreementDepth, searchQuality, type CheckedSearch } from './checkedSearch.js';
import { cosines } from './cosines.js';
import type { WeightPrecision } from './weightPrecisions.js';

/** How much a search by an exported model may lose; fractions. */
export interface Tolerance {
  /** Most of order consistency@10 with the gallery model's ranking, and most of mAP. */
  lost: number;
  /** Least mean order consistency@10 with the original's own ranking. Default: judged only where the gallery model's is not known. */
  orderConsistency?: number;
  /** Least cosine of any picture's two embeddings. Default: not judged. */
  cosine?: number;
}

/** A measure of the original and of the exported model; `mean` and its 95 % interval over queries are what is lost. */
export interface Lost extends Estimate {
  before: number;
  after: number;
  /** Queries that have a value. */
  queries: number;
}

/** How well an exported model agrees with the original on some pictures. */
export interface Agreement {
  pictures: number;
  /** Data set of the pictures, or `random`. */
  source: string;
  /** What is searched: whose vectors, and of how many pictures. */
  gallery: { of: 'gallery model' | 'query model'; pictures: number };
  /** What a search loses. */
  lost: {
    /** Order consistency at `agreementDepth` with the gallery model's ranking; missing where that is not at hand. */
    orderConsistency?: Lost;
    /** mAP; missing where nothing is known to be right. */
    meanAveragePrecision?: Lost;
  };
  /** Cosine of the two embeddings of a picture, over the pictures. */
  cosine: { min: number; mean: number };
  /** Share of pairs kept in the original's own order, and share of items kept, in its top `depth`. */
  orderConsistency: { depth: number; mean: number; min: number };
  overlap: { depth: number; mean: number };
  tolerance: Tolerance;
  isWithinTolerance: boolean;
}

/** Ours: float32 differs by rounding alone; int8 may lose what is hardly noticed in a search. */
export const tolerances: Record<WeightPrecision, Required<Omit<Tolerance, 'cosine'>>> = {
  float32: { lost: 0.002, orderConsistency: 0.99 },
  float16: { lost: 0.01, orderConsistency: 0.97 },
  int8: { lost: 0.02, orderConsistency: 0.9 },
};

/** What an exported model is compared with. */
export interface AgreementCheck {
  /** `[Q, D]` unit rows: the original's embeddings of the pictures. */
  original: EmbeddingMatrix;
  /** Data set of the pictures, or `random`. */
  source: string;
  search: CheckedSearch;
}

/**
 * Searches with the exported model's embeddings and with the original's, and compares both.
 *
 * @param exported `[Q, D]` unit rows
 * @param wanted instead of the usual tolerance of the precision
 * @throws RetrievalError for embeddings that are not finite.
 */
export async function measureAgreement(
  { original, source, search }: AgreementCheck,
  exported: EmbeddingMatrix,
  weights: WeightPrecision,
  wanted: Partial<Tolerance> = {},
): Promise<Agreement> {
  const { gallery, selfInGallery, galleryModelQueries } = search;
  checkLength(selfInGallery, original.rows, 'selfInGallery');
  const curve = curveCollector(original.rows, [agreementDepth]);
  const searches = {
    original: { queries: original, gallery },
    exported: { queries: exported, gallery },
  };
  await forEachQuery(searches, (query, scores) =>
    curve.add(query, rankingPair(scores.original, scores.exported, selfInGallery[query])),
  );
  const { orderConsistency, overlap } = curve.summarise();
  const { estimate, perQuery } = measureAt(orderConsistency, agreementDepth);
  const each = cosines(original, exported);
  const { lost: most, orderConsistency: least } = tolerances[weights];
  const measured = {
    pictures: original.rows,
    source,
    gallery: {
      of: galleryModelQueries ? ('gallery model' as const) : ('query model' as const),
      pictures: gallery.rows,
    },
    lost: await lostIn(search, original, exported),
    cosine: { min: Math.min(...each), mean: mean(each) },
    orderConsistency: { depth: agreementDepth, mean: estimate.mean, min: Math.min(...perQuery) },
    overlap: { depth: agreementDepth, mean: measureAt(overlap, agreementDepth).estimate.mean },
    tolerance: { lost: most, ...(!galleryModelQueries && { orderConsistency: least }), ...wanted },
  };
  return { ...measured, isWithinTolerance: straysOf(measured).length === 0 };
}

/** In what an export lies outside its tolerance, in words. */
export function straysOf(agreement: Omit<Agreement, 'isWithinTolerance'>): string[] {
  const { lost, orderConsistency, cosine, tolerance } = agreement;
  const atMost = (what: string, value: number | undefined): string[] =>
    value === undefined || value <= tolerance.lost
      ? []
      : [`${what} loses ${points(value)} points (at most ${points(tolerance.lost)})`];
  const atLeast = (what: string, value: number, least: number | undefined): string[] =>
    least === undefined || value >= least ? [] : [`${what} ${value.toFixed(5)} (at least ${least})`];
  return [
    ...atMost(
      `order consistency@${agreementDepth} with the gallery model's ranking`,
      lost.orderConsistency?.mean,
    ),
    ...atMost('mAP', lost.meanAveragePrecision?.mean),
    ...atLeast(
      `order consistency@${agreementDepth} with the original's ranking`,
      orderConsistency.mean,
      tolerance.orderConsistency,
    ),
    ...atLeast('least cosine', cosine.min, tolerance.cosine),
  ];
}

async function lostIn(
  search: CheckedSearch,
  original: EmbeddingMatrix,
  exported: EmbeddingMatrix,
): Promise<Agreement['lost']> {
  const [before, after] = [await searchQuality(search, original), await searchQuality(search, exported)];
  return {
    ...(before.orderConsistency && {
      orderConsistency: lostOf(before.orderConsistency, after.orderConsistency!),
    }),
    ...(before.averagePrecision && {
      meanAveragePrecision: lostOf(before.averagePrecision, after.averagePrecision!),
    }),
  };
}

function lostOf(before: Float64Array, after: Float64Array): Lost {
  const { mean: lost, low, high, queries } = pairedDifference(before, after);
  return { before: mean(known(before)), after: mean(known(after)), mean: lost, low, high, queries };
}

function known(values: Float64Array): Float64Array {
  return values.filter((value) => !Number.isNaN(value));
}

function points(fraction: number): string {
  return (100 * fraction).toFixed(2);
}
