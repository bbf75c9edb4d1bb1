import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { measureAt } from '../retrieval/metrics/measures.js';
import { rankConsistency } from '../retrieval/metrics/rankConsistency.js';
import { similarityMatrix } from '../retrieval/ranking/rankAll.js';
import type { WeightPrecision } from './weightPrecisions.js';

/** How far an exported model may stray from the original. */
export interface Tolerance {
  /** Smallest cosine of any picture's two embeddings. */
  cosine: number;
  /** Mean order consistency@K over the pictures, in [0, 1]. */
  orderConsistency: number;
}

/** How well an exported model agrees with the original on some pictures. */
export interface Agreement {
  pictures: number;
  /** Data set of the pictures, or `random`. */
  source: string;
  /** Cosine of the two embeddings of a picture, over the pictures. */
  cosine: { min: number; mean: number };
  /** Share of pairs kept in order, and share of items kept, in the top `depth` of each picture among the others. */
  orderConsistency: { depth: number; mean: number; min: number };
  overlap: { depth: number; mean: number };
  tolerance: Tolerance;
  isWithinTolerance: boolean;
}

/** Ours: float32 differs by rounding alone; int8 loses what a ranking of near neighbours can bear. */
export const tolerances: Record<WeightPrecision, Tolerance> = {
  float32: { cosine: 0.9999, orderConsistency: 0.99 },
  float16: { cosine: 0.999, orderConsistency: 0.97 },
  int8: { cosine: 0.97, orderConsistency: 0.8 },
};

/** Depth of the rankings that are compared. */
export const agreementDepth = 10;
/** So many pictures have rankings of that depth. */
export const fewestPictures = agreementDepth + 2;

/**
 * Compares the embeddings of the same pictures. Every picture is a query to the original's embeddings of all others, as
 * in asymmetric retrieval: rankings of the exported model's queries against rankings of the original's.
 *
 * @param original unit rows `[N, D]`
 * @param exported unit rows `[N, D]`
 * @throws RetrievalError for embeddings that are not finite.
 */
export async function measureAgreement(
  original: EmbeddingMatrix,
  exported: EmbeddingMatrix,
  source: string,
  tolerance: Tolerance,
): Promise<Agreement> {
  const { rows } = original;
  const cosines = Array.from({ length: rows }, (_, row) => cosineOf(original, exported, row));
  const { orderConsistency, overlap } = rankConsistency({
    galleryScores: await similarityMatrix(original, original),
    queryScores: await similarityMatrix(exported, original),
    selfInGallery: cosines.map((_, row) => row),
    depths: [agreementDepth],
  });
  const { estimate, perQuery } = measureAt(orderConsistency, agreementDepth);
  const cosine = { min: Math.min(...cosines), mean: cosines.reduce((sum, value) => sum + value, 0) / rows };
  return {
    pictures: rows,
    source,
    cosine,
    orderConsistency: { depth: agreementDepth, mean: estimate.mean, min: Math.min(...perQuery) },
    overlap: { depth: agreementDepth, mean: measureAt(overlap, agreementDepth).estimate.mean },
    tolerance,
    isWithinTolerance: cosine.min >= tolerance.cosine && estimate.mean >= tolerance.orderConsistency,
  };
}

function cosineOf(a: EmbeddingMatrix, b: EmbeddingMatrix, row: number): number {
  let [product, squaresOfA, squaresOfB] = [0, 0, 0];
  for (let at = row * a.columns; at < (row + 1) * a.columns; at++) {
    product += a.data[at]! * b.data[at]!;
    squaresOfA += a.data[at]! ** 2;
    squaresOfB += b.data[at]! ** 2;
  }
  return product / Math.sqrt(squaresOfA * squaresOfB);
}
