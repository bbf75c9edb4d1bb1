import { RetrievalError } from '../../errors.js';
import { checkCount, checkLength } from '../../vectors/gallery/checkInput.js';
import { scoresOf, type ScoreMatrix } from '../ranking/rankAll.js';
import {
  depthTable,
  fillDepths,
  fillList,
  listTable,
  type DepthMeasureName,
  type DepthTable,
  type ListMeasureName,
  type ListTable,
} from './consistencyTables.js';
import { queryMeasures } from './measures.js';
import { rankingPair, type RankingPair } from './rankingPair.js';
import type { BootstrapOptions, DepthMeasure, QueryMeasure, RankConsistency } from './types.js';

/** Depths of `rankConsistency` where none are given. */
export const CONSISTENCY_DEPTHS = [5, 10, 20, 50, 100];

/** Depths of `consistencyCurve` where none are given, as far as the lists reach. */
const CURVE_DEPTHS = [2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000];

/** What `rankConsistency` and `consistencyCurve` take. */
export interface RankConsistencyInput {
  /** Similarities of the gallery model's queries with the gallery, `[Q, N]`. */
  galleryScores: ScoreMatrix;
  /** Similarities of the query model's queries with the same gallery, `[Q, N]`. */
  queryScores: ScoreMatrix;
  /** At least 2 each; a depth past the end of a list takes the whole list. Default 5, 10, 20, 50, 100. */
  depths?: number[];
  /** `[Q]`: the gallery row that is the query itself and is left out, or -1. Default: none. */
  selfInGallery?: ArrayLike<number>;
  bootstrap?: BootstrapOptions;
}

/** The measures of the top of the list, depth by depth. */
export type ConsistencyCurve = Record<DepthMeasureName, DepthMeasure>;

/**
 * How far two models rank the same gallery alike, per query and on average. Rankings break ties by lower gallery row.
 * O(n log n) per query.
 *
 * @throws RetrievalError for tables of unequal shape, lists under two items, and similarities that are not finite.
 */
export function rankConsistency(input: RankConsistencyInput): RankConsistency {
  const collector = consistencyCollector(input.galleryScores.rows, input.depths);
  forEachPair(input, (query, pair) => collector.add(query, pair));
  return collector.summarise(input.bootstrap);
}

/**
 * The measures of the top of the list at many depths, for a curve over the depth. Default depths: 2 to 1000, about six
 * per decade, as far as the lists reach. Throws as `rankConsistency` does.
 */
export function consistencyCurve(input: RankConsistencyInput): ConsistencyCurve {
  const { rows, columns } = input.galleryScores;
  const depths = input.depths ?? CURVE_DEPTHS.filter((depth) => depth <= Math.max(columns, 2));
  const collector = curveCollector(rows, depths);
  forEachPair(input, (query, pair) => collector.add(query, pair));
  return collector.summarise(input.bootstrap);
}

/** Gathers the measures of one query after another, for similarities that are computed in blocks. */
export interface ConsistencyCollector<Measures> {
  add(query: number, pair: RankingPair): void;
  summarise(bootstrap?: BootstrapOptions): Measures;
}

/** @param depths as in `RankConsistencyInput` */
export function curveCollector(queries: number, depths: number[]): ConsistencyCollector<ConsistencyCurve> {
  const sorted = checkedDepths(depths);
  const table = depthTable(queries, sorted.length);
  return {
    add: (query, pair) => fillDepths(table, query, pair, sorted),
    summarise: (bootstrap) => summariseDepths(table, sorted, bootstrap),
  };
}

/** @param depths as in `RankConsistencyInput` */
export function consistencyCollector(
  queries: number,
  depths = CONSISTENCY_DEPTHS,
): ConsistencyCollector<RankConsistency> {
  const curve = curveCollector(queries, depths);
  const ofLists = listTable(queries);
  const listLength = { shortest: Infinity, longest: 0 };
  return {
    add(query, pair) {
      const length = pair.galleryScores.length;
      listLength.shortest = Math.min(listLength.shortest, length);
      listLength.longest = Math.max(listLength.longest, length);
      curve.add(query, pair);
      fillList(ofLists, query, pair);
    },
    summarise: (bootstrap) => ({
      listLength,
      ...curve.summarise(bootstrap),
      ...summariseLists(ofLists, bootstrap),
    }),
  };
}

function forEachPair(input: RankConsistencyInput, visit: (query: number, pair: RankingPair) => void): void {
  const { galleryScores, queryScores, selfInGallery } = input;
  if (galleryScores.rows !== queryScores.rows || galleryScores.columns !== queryScores.columns) {
    throw new RetrievalError({
      what: 'The two models must be compared on the same queries and gallery',
      where: 'queryScores',
      expected: `${galleryScores.rows} x ${galleryScores.columns} similarities`,
      found: `${queryScores.rows} x ${queryScores.columns}`,
    });
  }
  checkLength(galleryScores.data, galleryScores.rows * galleryScores.columns, 'galleryScores');
  checkLength(queryScores.data, queryScores.rows * queryScores.columns, 'queryScores');
  if (selfInGallery) checkLength(selfInGallery, galleryScores.rows, 'selfInGallery');
  for (let q = 0; q < galleryScores.rows; q++) {
    visit(q, rankingPair(scoresOf(galleryScores, q), scoresOf(queryScores, q), selfInGallery?.[q]));
  }
}

function checkedDepths(depths: number[]): number[] {
  checkCount(depths.length, 'number of depths');
  depths.forEach((depth) => checkCount(depth, 'depths', 2));
  return [...new Set(depths)].sort((a, b) => a - b);
}

function summariseDepths(
  table: DepthTable,
  depths: number[],
  bootstrap?: BootstrapOptions,
): ConsistencyCurve {
  const names = Object.keys(table) as DepthMeasureName[];
  const measures = queryMeasures(
    names.flatMap((name) => table[name]),
    bootstrap,
  );
  const entries = names.map((name): [string, DepthMeasure] => [
    name,
    { depths: [...depths], at: measures.splice(0, depths.length) },
  ]);
  return Object.fromEntries(entries) as ConsistencyCurve;
}

function summariseLists(
  table: ListTable,
  bootstrap?: BootstrapOptions,
): Record<ListMeasureName, QueryMeasure> {
  const names = Object.keys(table) as ListMeasureName[];
  const measures = queryMeasures(
    names.map((name) => table[name]),
    bootstrap,
  );
  const entries = names.map((name, i): [string, QueryMeasure] => [name, measures[i]!]);
  return Object.fromEntries(entries) as Record<ListMeasureName, QueryMeasure>;
}
