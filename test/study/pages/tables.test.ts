import { describe, expect, test } from 'vitest';
import { allFigures } from '../../../src/study/figures/figures.js';
import { allTables } from '../../../src/study/pages/tables.js';
import { methodIds } from '../../../src/study/methods/methods.js';
import { sweepIds } from '../../../src/study/plan/sweeps.js';
import { systemColumns, systemRows } from '../../../src/study/analysis/systemTable.js';
import { toMarkdownTable } from '../../../src/report/tables/writeTable.js';
import { syntheticRun, syntheticProfile } from '../syntheticRun.js';

const full = syntheticProfile('full');
const quick = syntheticProfile('quick');

describe('the table of all systems', () => {
  const rows = systemRows(full, 'emoji');

  test('has a row for every method and one for the gallery model, the best first', () => {
    expect(rows).toHaveLength(methodIds.length + 1);
    const searched = rows.slice(0, -2).map(({ mapAsymmetric }) => Number(mapAsymmetric));
    expect(searched).toEqual([...searched].sort((a, b) => b - a));
  });

  test('leaves empty what a query model cannot do that never saw the gallery', () => {
    const alone = rows.find(({ method }) => method === 'Query model trained alone')!;
    expect(alone).toMatchObject({
      mapAsymmetric: null,
      low: null,
      recallAt1: null,
      cosineToTarget: null,
      supervision: 'labels',
    });
    expect(alone.mapSymmetricQuery).toBeGreaterThan(5);
  });

  test('states the cost of a query, and of the gallery model beside it', () => {
    expect(rows[0]).toMatchObject({ megaflops: 110, kiloweights: 163.84 });
    // Its authors state 860 million multiply-adds at 260 pixels, so about 2 * 860 * (224 / 260)^2 at 224.
    expect(Number(rows.at(-1)!.megaflops) / (2 * 860 * (224 / 260) ** 2)).toBeCloseTo(0.9, 1);
    expect(rows.at(-1)!.method).toBe('Gallery model on both sides');
  });

  test('marks the best and what its interval does not exclude', () => {
    const close = [30, 30.5, 20].flatMap((map, at) =>
      [0, 1, 2].map((seed) =>
        syntheticRun((['regression', 'rankDistribution', 'ridgeMap'] as const)[at], seed, {
          mapAsymmetric: map + 0.6 * seed,
        }),
      ),
    );
    const lines = toMarkdownTable(systemRows(close, 'emoji'), systemColumns).split('\n');
    const bold = lines.filter((line) => /\*\*3\d\.\d \(/.test(line)).map((line) => line.split('|')[1].trim());
    expect(bold).toEqual(['Listwise rank preservation (ours)', 'Feature regression']);
  });
});

describe('tables and figures', () => {
  const names = (runs: typeof full) => allFigures(runs).map(({ name }) => name);
  const [fullNames, quickNames] = [names(full), names(quick)];
  const [tables, quickTables] = [allTables(full), allTables(quick)];

  test('of the full profile include every sweep', () => {
    for (const id of sweepIds) {
      expect(fullNames).toContain(`sweep-${id}-emoji`);
      expect(tables[`sweep-${id}-emoji`].length).toBeGreaterThan(2);
    }
    for (const name of ['resolution', 'capacity', 'treatments']) {
      expect(fullNames).toContain(`${name}-emoji`);
      expect(tables[`${name}-emoji`].length).toBeGreaterThan(5);
    }
    expect(fullNames).toEqual(
      expect.arrayContaining([
        'all-systems',
        'rank-consistency-all',
        'cost-all',
        'whitened-pca',
        'cost-all-emoji',
      ]),
    );
  });

  test('of the quick profile leave out what was not run', () => {
    expect(quickNames.filter((name) => name.startsWith('sweep-'))).toEqual([]);
    expect(quickNames).not.toContain('resolution');
    expect(quickNames).toEqual(expect.arrayContaining(['all-systems', 'treatments', 'cost-all', 'capacity']));
    expect(Object.keys(quickTables).filter((name) => /^(sweep|resolution)-/.test(name))).toEqual([]);
  });

  test('a sweep has a row for each method and value, the chosen one marked', () => {
    const rows = tables['sweep-weights-emoji'];
    expect(rows.slice(0, 3).map(({ value }) => value)).toEqual(['growing', 'uniform', 'inversePosition']);
    expect(rows.filter(({ chosen }) => chosen).length).toBeGreaterThan(0);
  });

  test('the resolution is that of the query pictures', () => {
    const sides = new Set(tables['resolution-emoji'].map(({ side }) => side));
    expect([...sides].sort()).toEqual([32, 48, 64, 96]);
  });
});
