import { mean } from '../../retrieval/metrics/bootstrap.js';
import { seedInterval } from '../../retrieval/metrics/seedInterval.js';
import { upperSlope } from '../../bench/growth.js';
import type { CheckedSearch } from '../../galleryIndex/checkIndex.js';
import type { Row } from '../../report/tables/table.js';
import type { SearcherResult } from './measurePlan.js';
import { scalePlans } from './scalePlans.js';
import type { ScaleResult } from './scaleResults.js';

/** How one way to search is called. */
export function settingLabel(settings: object): string {
  const { probes, refine, ef } = settings as { probes?: number; refine?: number; ef?: number };
  const again = refine ? [`${refine} times k again`] : [];
  const looked = ef !== undefined ? [`ef ${ef}`] : [];
  const parts = probes === undefined ? [] : [probes > 1000 ? 'all parts' : `${probes} parts`];
  return [...looked, ...parts, ...again].join(', ');
}

/** The ways to search that were measured; of exact search itself it is that. */
const waysOf = ({ searches, exact }: SearcherResult): readonly CheckedSearch[] =>
  searches.length > 0 ? searches : [exact];

/** Speed and size of every index, by the gallery model's queries. */
export function growthRows(results: readonly ScaleResult[]): Row[] {
  return results.flatMap((result) => {
    const { plan, rows, buildSeconds, bytes, crowded } = result;
    const [galleryModel] = result.searchers as [SearcherResult];
    return waysOf(galleryModel).map((search, n) => ({
      index: scalePlans[plan].label,
      search: settingLabel(search.settings),
      vectors: rows,
      buildSeconds,
      megabytes: bytes / 1e6,
      ...search.milliseconds,
      crowdedP50: crowded[n]?.milliseconds.p50,
      crowdedP99: crowded[n]?.milliseconds.p99,
      queriesPerSecond: (crowded[n] ?? search).queriesPerSecond,
      recall: 100 * search.recall,
      order: 100 * search.orderConsistency,
    }));
  });
}

/** By which power of the number of vectors the time of a query grows, for every way that was measured at two sizes or more. */
export function slopeRows(results: readonly ScaleResult[]): Row[] {
  const groups = new Map<string, Row[]>();
  for (const row of growthRows(results)) {
    const key = `${row.index as string}|${row.search as string}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()]
    .filter((rows) => rows.length > 1)
    .map((rows) => {
      const slope = (key: 'p50' | 'buildSeconds'): number =>
        upperSlope(rows.map((row) => ({ x: row.vectors as number, milliseconds: row[key] as number })));
      const [{ index, search }] = rows as [Row];
      return { index, search, query: slope('p50'), build: slope('buildSeconds') };
    });
}

/** What the queries of each model find by each way to search, means over seeds with intervals. */
export function qualityRows(results: readonly ScaleResult[]): Row[] {
  return results.flatMap(({ plan, rows, dimension, searchers }) => {
    const ids = [...new Set(searchers.map(({ id }) => id))];
    return ids.flatMap((id) => {
      const seeds = searchers.filter((one) => one.id === id);
      return waysOf(seeds[0]!).map(({ settings }, n) => {
        const of = (key: 'recall' | 'orderConsistency' | 'orderOfGalleryModel' | 'map'): number[] =>
          seeds.map((seed) => 100 * waysOf(seed)[n]![key]!);
        const map = seedInterval(of('map'));
        return {
          index: scalePlans[plan].label,
          plan,
          search: settingLabel(settings),
          vectors: rows,
          bytes: scalePlans[plan].bytes(dimension),
          searcher: id,
          recall: mean(of('recall')),
          order: mean(of('orderConsistency')),
          galleryOrder: mean(of('orderOfGalleryModel')),
          map: map.mean,
          mapLow: map.low,
          mapHigh: map.high,
          mapExact: mean(seeds.map((seed) => 100 * seed.exact.map!)),
        };
      });
    });
  });
}
