import { randomSource } from '../base/randomSource.js';
import { selfRows } from '../datasets/splitLabels.js';
import type { Dataset } from '../datasets/types.js';
import { queryMeasures } from '../retrieval/metrics/measures.js';
import { orderTable, topRanking } from '../retrieval/metrics/orderAtDepths.js';
import { forEachQuery, type QueryBlockOptions } from '../retrieval/ranking/forEachQuery.js';
import { rankingOrder } from '../retrieval/ranking/rankingOrder.js';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { round, type EvaluationVectors } from './evaluateRun.js';
import type { ConsistencyPoint, RankingExample, RunManifest } from './runManifest.js';

/** Pairs kept for scatter plots. */
const sampledPairs = 500;
/** Of every second pair the picture is one of so many that are nearest to the query. */
const nearestRows = 10;
/** Queries kept with their first results. */
const exampleQueries = 24;
const exampleDepth = 8;
/** Depths of the consistency curve, as far as the gallery reaches. */
const curveDepths = [2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300];

/** What figures show of a search beside its measures. */
export type SearchDetails = Pick<RunManifest, 'consistencyCurve' | 'similarityPairs' | 'examples'>;

/** Looks at each query once under both models; the similarities are held in blocks. */
export async function searchDetails(
  dataset: Dataset,
  { split, galleryQueries, queries, gallery }: Omit<EvaluationVectors, 'queryGallery'>,
  options?: QueryBlockOptions,
): Promise<SearchDetails> {
  const self = split.excludeSelf ? selfRows(split) : undefined;
  const depths = curveDepths.filter((depth) => depth <= gallery.rows - 1);
  const order = orderTable(queries.rows, depths);
  const pairs = drawPairs(queries.rows, gallery.rows);
  const paired = new Set(pairs.map(({ query }) => query));
  const nearest = new Map<number, Int32Array>();
  const step = Math.max(1, Math.floor(queries.rows / exampleQueries));
  const examples: RankingExample[] = [];
  const searches = {
    galleryModel: { queries: galleryQueries, gallery },
    queryModel: { queries, gallery },
  };
  await forEachQuery(
    searches,
    (query, { galleryModel, queryModel }) => {
      order.add(query, topRanking(galleryModel, depths.at(-1) ?? 0, self?.[query]), queryModel);
      if (paired.has(query)) nearest.set(query, rankingOrder(galleryModel).slice(0, nearestRows));
      if (query % step !== 0 || examples.length === exampleQueries) return;
      const first = (scores: Float32Array): string[] =>
        firstRows(scores, self?.[query]).map((row) => dataset.records[split.gallery[row]!]!.id);
      examples.push({
        query: dataset.records[split.queries[query]!]!.id,
        galleryModel: first(galleryModel),
        queryModel: first(queryModel),
      });
    },
    options,
  );
  const rows = pairs.map(({ query, row, place }) => row ?? nearest.get(query)![place]!);
  const similarities = (of: EmbeddingMatrix): number[] =>
    pairs.map(({ query }, n) => round(dot(of, query, gallery, rows[n]!), 4));
  return {
    consistencyCurve: consistencyPoints(depths, order.columns),
    similarityPairs: { gallery: similarities(galleryQueries), query: similarities(queries) },
    examples,
  };
}

/** Order consistency at many depths, for a curve. */
function consistencyPoints(depths: number[], columns: Float64Array[]): ConsistencyPoint[] {
  const percent = (fraction: number): number => round(100 * fraction, 3);
  return queryMeasures(columns).map(({ estimate }, n) => ({
    depth: depths[n]!,
    value: percent(estimate.mean),
    low: percent(estimate.low),
    high: percent(estimate.high),
  }));
}

/** Random pairs of a query and a gallery row, of which every second one is known by its place in the gallery model's ranking. */
function drawPairs(
  queries: number,
  galleryRows: number,
): { query: number; row: number | undefined; place: number }[] {
  const random = randomSource(0, 'pairs');
  return Array.from({ length: sampledPairs }, (_, n) => {
    const query = random.integer(queries);
    return n % 2
      ? { query, row: random.integer(galleryRows), place: 0 }
      : { query, row: undefined, place: random.integer(nearestRows) };
  });
}

function firstRows(scores: Float32Array, leftOut = -1): number[] {
  const order = rankingOrder(scores).subarray(0, exampleDepth + 1);
  return [...order].filter((row) => row !== leftOut).slice(0, exampleDepth);
}

function dot(a: EmbeddingMatrix, rowA: number, b: EmbeddingMatrix, rowB: number): number {
  let sum = 0;
  const [startA, startB] = [rowA * a.columns, rowB * b.columns];
  for (let d = 0; d < a.columns; d++) sum += a.data[startA + d]! * b.data[startB + d]!;
  return sum;
}
