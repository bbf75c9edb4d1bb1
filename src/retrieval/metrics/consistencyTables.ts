import { kendallTau } from './kendallTau.js';
import { pairMeasures } from './orderConsistency.js';
import { jaccardOfOverlap, sharedCounts } from './overlap.js';
import { rankBiasedOverlapOfCounts } from './rankBiasedOverlap.js';
import type { RankingPair } from './rankingPair.js';
import { spearman } from './spearman.js';
import { tauApOfRankings } from './tauAp.js';
import { weightedTau } from './weightedTau.js';

const DEPTH_MEASURES = ['orderConsistency', 'overlap', 'jaccard', 'inversionMass'] as const;
const LIST_MEASURES = [
  'kendallTauA',
  'kendallTauB',
  'weightedTau',
  'spearman',
  'rankBiasedOverlap',
  'rankBiasedOverlapExtrapolated',
  'tauAp',
] as const;

/** Name of a measure of the top of the list. */
export type DepthMeasureName = (typeof DEPTH_MEASURES)[number];
/** Name of a measure of the whole list. */
export type ListMeasureName = (typeof LIST_MEASURES)[number];

/** Values per measure, depth and query: `[depths][Q]` each. */
export type DepthTable = Record<DepthMeasureName, Float64Array[]>;
/** Values per measure and query: `[Q]` each. */
export type ListTable = Record<ListMeasureName, Float64Array>;

/** An empty table for so many queries and depths. */
export function depthTable(queries: number, depths: number): DepthTable {
  return tableOf(DEPTH_MEASURES, () => Array.from({ length: depths }, () => new Float64Array(queries)));
}

/** An empty table for so many queries. */
export function listTable(queries: number): ListTable {
  return tableOf(LIST_MEASURES, () => new Float64Array(queries));
}

/** Measures the top of one query's lists; a depth past the end takes the whole list. */
export function fillDepths(table: DepthTable, query: number, pair: RankingPair, depths: number[]): void {
  const { galleryScores, queryScores, galleryOrder, queryOrder } = pair;
  const clipped = depths.map((depth) => Math.min(depth, galleryOrder.length));
  const ofPairs = pairMeasures(galleryOrder, galleryScores, queryScores, clipped);
  const shared = sharedCounts(galleryOrder, queryOrder, clipped[clipped.length - 1]);
  clipped.forEach((depth, d) => {
    const overlap = shared[depth - 1]! / depth;
    table.orderConsistency[d]![query] = ofPairs.orderConsistency[d]!;
    table.inversionMass[d]![query] = ofPairs.inversionMass[d]!;
    table.overlap[d]![query] = overlap;
    table.jaccard[d]![query] = jaccardOfOverlap(overlap);
  });
}

/** Measures one query's whole lists. */
export function fillList(table: ListTable, query: number, pair: RankingPair): void {
  const { galleryScores, queryScores, galleryOrder, queryOrder } = pair;
  const tau = kendallTau(galleryScores, queryScores);
  const biased = rankBiasedOverlapOfCounts(sharedCounts(galleryOrder, queryOrder));
  table.kendallTauA[query] = tau.tauA;
  table.kendallTauB[query] = tau.tauB;
  table.weightedTau[query] = weightedTau(galleryScores, queryScores);
  table.spearman[query] = spearman(galleryScores, queryScores);
  table.rankBiasedOverlap[query] = biased.truncated;
  table.rankBiasedOverlapExtrapolated[query] = biased.extrapolated;
  table.tauAp[query] = tauApOfRankings(queryOrder, galleryOrder);
}

function tableOf<Name extends string, Value>(
  names: readonly Name[],
  value: () => Value,
): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, value()])) as Record<Name, Value>;
}
