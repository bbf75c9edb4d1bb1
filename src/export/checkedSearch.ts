import { evaluateRetrieval } from '../retrieval/metrics/evaluateRetrieval.js';
import { orderTable, topRanking } from '../retrieval/metrics/orderAtDepths.js';
import { forEachQuery } from '../retrieval/ranking/forEachQuery.js';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';

/** Depth of the rankings that are compared. */
export const agreementDepth = 10;

/** A search in which a query model and its exported files are compared. */
export interface CheckedSearch {
  /** `[Q, D]` unit rows: the pictures as the gallery model embeds them; missing where its vectors are not at hand. */
  galleryModelQueries?: EmbeddingMatrix;
  /** `[N, D]` unit rows, of the gallery model or else of the query model. */
  gallery: EmbeddingMatrix;
  /** `[Q]`: the gallery row that is the query itself and is left out, or -1. */
  selfInGallery: ArrayLike<number>;
  /** `[Q]` and `[N]`; missing where nothing is known to be right. */
  queryLabels?: ArrayLike<number>;
  galleryLabels?: ArrayLike<number>;
}

/** How well each query searches; what is not known is missing. */
export interface SearchQuality {
  /** `[Q]` order consistency at `agreementDepth` with the gallery model's ranking. */
  orderConsistency?: Float64Array;
  /** `[Q]`; NaN for a query with nothing right in the gallery. */
  averagePrecision?: Float64Array;
}

/** @param queries `[Q, D]` unit rows: embeddings of the pictures to search with */
export async function searchQuality(search: CheckedSearch, queries: EmbeddingMatrix): Promise<SearchQuality> {
  return { ...(await consistency(search, queries)), ...(await precision(search, queries)) };
}

async function consistency(
  { galleryModelQueries, gallery, selfInGallery }: CheckedSearch,
  queries: EmbeddingMatrix,
): Promise<SearchQuality> {
  if (!galleryModelQueries) return {};
  const order = orderTable(queries.rows, [agreementDepth]);
  const searches = {
    galleryModel: { queries: galleryModelQueries, gallery },
    queryModel: { queries, gallery },
  };
  await forEachQuery(searches, (query, { galleryModel, queryModel }) =>
    order.add(query, topRanking(galleryModel, agreementDepth, selfInGallery[query]), queryModel),
  );
  return { orderConsistency: order.columns[0]! };
}

async function precision(
  { gallery, selfInGallery, queryLabels, galleryLabels }: CheckedSearch,
  queries: EmbeddingMatrix,
): Promise<SearchQuality> {
  if (!queryLabels || !galleryLabels) return {};
  const labels = { queryLabels, galleryLabels, selfInGallery };
  const { averagePrecision } = await evaluateRetrieval({ queries, gallery, ...labels });
  return { averagePrecision: averagePrecision.perQuery };
}
