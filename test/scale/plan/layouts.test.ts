import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { packagePath } from '../../../src/base/files/packagePath.js';
import { layouts } from '../../../src/scale/plan/layouts.js';
import { readScale } from '../../../src/study/scale/scaleResults.js';
import { planNumbers } from '../../../src/study/scale/planNumbers.js';
import { growthRows } from '../../../src/study/scale/scaleTable.js';
import { scalePlans, type ScalePlanId } from '../../../src/study/scale/scalePlans.js';

test('a plan has the numbers that were measured', () => {
  const results = readScale();
  expect(readFileSync(packagePath('scale', 'plan', 'measured.ts'), 'utf8')).toBe(planNumbers(results));
  for (const { plan, search, measured, order } of layouts) {
    const row = growthRows(results).find(
      (one) =>
        one.index === scalePlans[plan as ScalePlanId].label &&
        one.search === search &&
        one.vectors === measured.vectors,
    )!;
    expect((1000 * measured.seconds) / (row.p50 as number)).toBeCloseTo(1, 2);
    expect(100 * order).toBeCloseTo(row.order as number, 1);
    expect(measured.dimension).toBe(results[0].dimension);
  }
});

test('bytes of a vector are those of the measured index', () => {
  for (const { plan, memoryBytes } of layouts) {
    const measured = scalePlans[plan as ScalePlanId].bytes(128);
    expect(memoryBytes(128)).toBeCloseTo(plan === 'quantised32' ? measured + 8 : measured, 6);
  }
});
