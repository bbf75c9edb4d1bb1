import type { EmbeddingMatrix } from '../../vectors/embeddingMatrix.js';
import type { GallerySource } from '../../vectors/gallery/gallerySource.js';
import { rankPositives, type RankOptions } from '../ranking/rankPositives.js';
import { relevanceFromLabels, type RelevanceInput } from '../ranking/relevance.js';
import { retrievalMetrics, type RetrievalMetricsOptions } from './retrievalMetrics.js';
import type { RetrievalMetrics } from './types.js';

/** What `evaluateRetrieval` takes. */
export interface RetrievalInput extends RelevanceInput, RetrievalMetricsOptions, RankOptions {
  /** `[Q, D]` */
  queries: EmbeddingMatrix;
  /** `[N, D]`, in memory or read in blocks (twice where the similarities exceed `heldBytes`). */
  gallery: GallerySource;
}

/**
 * Exact retrieval quality of queries against a gallery of any size: the gallery is read in blocks and no ranking is
 * held. Ties are ranked by lower gallery row. Queries without positives are left out and counted.
 *
 * @throws RetrievalError for embeddings that cannot be compared, lists of unequal length, or no query with a positive.
 */
export async function evaluateRetrieval(input: RetrievalInput): Promise<RetrievalMetrics> {
  const positions = await rankPositives(input.queries, input.gallery, relevanceFromLabels(input), input);
  return retrievalMetrics(positions, input);
}
