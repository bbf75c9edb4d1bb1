import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { workspacePath } from '../../../src/base/files/workspacePath.js';
import { readListResults, type ListResult } from '../../../src/study/scale/listResults.js';
import { listPlanIds } from '../../../src/study/scale/listPlans.js';
import { listRows, listSection } from '../../../src/study/scale/listTable.js';
import { listMethods, listSeeds } from '../../../src/study/scale/listTrainings.js';

const result = (plan: ListResult['plan'], rows: number, recall: number, maps: number[]): ListResult => ({
  plan,
  rows,
  dimension: 128,
  length: 100,
  seconds: { index: plan === 'exact' ? 0 : 2, lists: 3 },
  recall,
  order: recall,
  trainings: listMethods.flatMap((method, m) => maps.map((map, seed) => ({ method, seed, map: map + m }))),
  time: '',
  commit: '',
  dirty: false,
  machine: {} as ListResult['machine'],
  load: 0,
});

test('rows have what lists take, what they miss, and mAP beside that on exact lists, seed by seed', () => {
  const rows = listRows([
    result('quantised', 1000, 0.5, [19, 21.5]),
    result('exact', 1000, 1, [20, 22]),
    result('graph', 5000, 0.9, []),
  ]);
  expect(rows.map(({ vectors }) => vectors)).toEqual([1000, 1000, 5000]);
  expect(rows[0]).toMatchObject({ index: 0, recall: 100, distillation: 21 });
  expect(rows[0]).not.toHaveProperty('distillationChange');
  expect(rows[1]).toMatchObject({
    index: 2,
    seconds: 3,
    recall: 50,
    distillation: 20.25,
    distillationChange: -0.75,
  });
  // Two differences of -1 and -0.5: Student's t for one degree of freedom is 12.706.
  expect(rows[1].distillationChangeLow).toBeCloseTo(-0.75 - 12.7062 * 0.25, 3);
  expect(rows[1].listwise).toBe(21.25);
  expect(rows[2]).not.toHaveProperty('distillation');
});

describe('what was measured', () => {
  const results = readListResults();

  test('has every way with every seed, and many vectors beside the training pictures', () => {
    const sizes = [...new Set(results.map(({ rows }) => rows))];
    expect(sizes).toHaveLength(2);
    for (const rows of sizes)
      expect(
        results
          .filter((one) => one.rows === rows)
          .map(({ plan }) => plan)
          .sort(),
      ).toEqual([...listPlanIds].sort());
    for (const { rows, trainings, plan, recall } of results) {
      expect(trainings).toHaveLength(rows === Math.min(...sizes) ? listMethods.length * listSeeds : 0);
      if (plan === 'exact') expect(recall).toBe(1);
    }
  });

  test('stands on the page', () => {
    const page = readFileSync(workspacePath('SCALE.md'), 'utf8');
    const [, section] = /<!-- begin scale-lists -->\n([^]*?)<!-- end scale-lists -->/.exec(page)!;
    expect(section.trim()).toBe(listSection(results));
  });
});
