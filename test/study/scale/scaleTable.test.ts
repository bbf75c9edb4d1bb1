import { describe, expect, test } from 'vitest';
import type { CheckedSearch } from '../../../src/galleryIndex/checkIndex.js';
import { bitsFinding, bitsPoints } from '../../../src/study/scale/bitsCurve.js';
import { growthRows, qualityRows, settingLabel, slopeRows } from '../../../src/study/scale/scaleTable.js';
import type { ScaleResult } from '../../../src/study/scale/scaleResults.js';

const search = (settings: object, map: number, p50 = 1): CheckedSearch => ({
  settings,
  recall: 0.9,
  orderConsistency: 0.8,
  orderOfGalleryModel: 0.7,
  map,
  milliseconds: { p50, p99: 2 * p50 },
  queriesPerSecond: 1000 / p50,
});

const result = (plan: ScaleResult['plan'], rows: number, p50: number, maps: number[]): ScaleResult => {
  const settings = plan === 'exact' ? [] : [{ probes: 20 }, { probes: 1_000_000 }];
  return {
    plan,
    rows,
    dimension: 128,
    buildSeconds: rows / 1000,
    bytes: 1e6,
    crowded: settings.map((setting) => search(setting, 0, 5)),
    searchers: maps.map((map, n) => ({
      id: n === 0 ? 'galleryModel' : n < 3 ? 'regression' : 'listwiseRankerDistillation',
      seed: Math.max(0, n - 1),
      exact: search({}, map + 0.01, 3 * p50),
      searches: settings.map((setting) => search(setting, map, p50)),
    })),
    time: '',
    commit: '',
    dirty: false,
    machine: {} as ScaleResult['machine'],
    load: 0,
  };
};

const results = [
  result('exact', 1e4, 1, [0.6, 0.3, 0.32, 0.4]),
  result('exact', 1e5, 10, [0.6, 0.3, 0.32, 0.4]),
  result('quantised32', 1e4, 2, [0.5, 0.2, 0.22, 0.35]),
  result('quantised32', 1e5, 4, [0.5, 0.2, 0.22, 0.35]),
];

describe('tables of scale', () => {
  test('have exact search as a way of its own, and times of a crowd', () => {
    const rows = growthRows(results);
    expect(rows).toHaveLength(2 + 4);
    expect(rows[0]).toMatchObject({ index: 'Exact', search: '', p50: 3, crowdedP50: undefined });
    expect(rows[2]).toMatchObject({ search: '20 parts', p50: 2, crowdedP50: 5, recall: 90 });
  });

  test('say by which power time grows', () => {
    const [exact, quantised] = slopeRows(results);
    expect(exact.index).toBe('Exact');
    expect(exact.query).toBeCloseTo(1, 12);
    expect(exact.build).toBeCloseTo(1, 12);
    expect(quantised.query).toBeCloseTo(Math.log10(2), 12);
  });

  test('have the mean over seeds with its interval, and what a vector takes', () => {
    const row = qualityRows(results).find(
      ({ searcher, plan, vectors }) => searcher === 'regression' && plan === 'quantised32' && vectors === 1e5,
    )!;
    expect(row.map).toBeCloseTo(21, 10);
    expect(row.mapLow).toBeLessThan(20);
    expect(row).toMatchObject({ bytes: 32, galleryOrder: 70 });
    expect(row.mapExact).toBeCloseTo(22, 10);
  });

  test.each([
    [{}, ''],
    [{ ef: 64 }, 'ef 64'],
    [{ probes: 20, refine: 10 }, '20 parts, 10 times k again'],
    [{ probes: 1_000_000 }, 'all parts'],
  ])('%o is called "%s"', (settings, expected) => expect(settingLabel(settings)).toBe(expected));
});

test('the finding names the fewest bytes that are as good as feature regression with whole vectors', () => {
  const points = bitsPoints(results, 1e5);
  expect(points.map(({ bytes }) => bytes)).toEqual([32, 32, 32, 512, 512, 512]);
  expect(bitsFinding(points)).toBe(
    '35.0 % with 32 bytes a vector, where feature regression has 32.0 % with 512',
  );
  const worse = points.map((point) => ({ ...point, map: point.bytes === 32 ? 1 : point.map }));
  expect(bitsFinding(worse)).toBe('What vectors of fewer bytes cost');
});
