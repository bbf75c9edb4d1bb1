import { knownLabels, selfRows } from '../../datasets/splitLabels.js';
import { averagePrecision } from '../../retrieval/metrics/averagePrecision.js';
import { orderConsistency } from '../../retrieval/metrics/orderConsistency.js';
import { rankingPair } from '../../retrieval/metrics/rankingPair.js';
import { forEachQuery } from '../../retrieval/ranking/forEachQuery.js';
import { rankPositivesInScores } from '../../retrieval/ranking/rankPositives.js';
import { relevanceByLabel, type QueryRelevance } from '../../retrieval/ranking/relevance.js';
import type { StudiedModel } from './studyModel.js';

/** What a model finds for a query. */
export interface Ranking {
  /** Records of the first pictures, best first. */
  first: number[];
  /** In [0, 1]; NaN where nothing is known to be right. */
  averagePrecision: number;
}

/** A query under both models, against the gallery model's gallery. */
export interface RankedQuery {
  /** Record of the query. */
  query: number;
  galleryModel: Ranking;
  queryModel: Ranking;
  /** Share of the pairs in the gallery model's first ten that the query model keeps in order. */
  orderConsistency: number;
}

/** Pictures of a ranking that are kept. */
export const rankingDepth = 10;

/** Ranks the gallery for each query under both models; memory does not grow with the number of queries. */
export async function rankQueries(studied: StudiedModel): Promise<RankedQuery[]> {
  const { split, galleryModel, queryVectors, dataset } = studied;
  const { gallery } = galleryModel;
  const self = split.excludeSelf ? selfRows(split) : new Int32Array(split.queries.length).fill(-1);
  const relevance = relevanceOf(studied);
  const ranked: RankedQuery[] = [];
  const searches = {
    galleryModel: { queries: galleryModel.queries, gallery },
    queryModel: { queries: queryVectors, gallery },
  };
  await forEachQuery(searches, (q, scores) => {
    const pair = rankingPair(scores.galleryModel, scores.queryModel, self[q]);
    const records = (order: Int32Array): number[] =>
      Array.from(order.subarray(0, rankingDepth), (place) => {
        const row = self[q]! >= 0 && place >= self[q]! ? place + 1 : place;
        return split.gallery[row]!;
      });
    const precision = (of: Float32Array): number => {
      if (!relevance) return NaN;
      const { positives, ignored } = relevance(q);
      return averagePrecision(rankPositivesInScores(of, positives, ignored));
    };
    const depth = Math.min(rankingDepth, pair.galleryOrder.length);
    ranked.push({
      query: split.queries[q]!,
      galleryModel: { first: records(pair.galleryOrder), averagePrecision: precision(scores.galleryModel) },
      queryModel: { first: records(pair.queryOrder), averagePrecision: precision(scores.queryModel) },
      orderConsistency: orderConsistency(pair.galleryScores, pair.queryScores, depth),
    });
  });
  return ranked;

  function relevanceOf({ hasLabels }: StudiedModel): ((query: number) => QueryRelevance) | undefined {
    const { queryLabels, galleryLabels, selfInGallery } = knownLabels(dataset, split);
    if (!hasLabels || !queryLabels || !galleryLabels) return undefined;
    return relevanceByLabel({ queryLabels, galleryLabels, ...(selfInGallery && { selfInGallery }) });
  }
}

/**
 * The queries that the query model serves worst against the gallery model, the worst first: by the average precision that
 * is lost or, where nothing is known to be right, by the order that is kept.
 */
export function servedWorst(ranked: readonly RankedQuery[], count: number): RankedQuery[] {
  const lost = ({ galleryModel, queryModel }: RankedQuery): number =>
    galleryModel.averagePrecision - queryModel.averagePrecision;
  const judged = ranked.filter((one) => !Number.isNaN(lost(one)));
  const worst =
    judged.length > 0
      ? [...judged].sort((a, b) => lost(b) - lost(a))
      : [...ranked].sort((a, b) => a.orderConsistency - b.orderConsistency);
  return worst.slice(0, count);
}
