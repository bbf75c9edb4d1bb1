import { expect, test } from 'vitest';
import { layouts } from '../../../src/scale/plan/layouts.js';
import { readScale } from '../../../src/study/scale/scaleResults.js';
import { growthRows, slopeRows } from '../../../src/study/scale/scaleTable.js';
import { scalePlans, type ScalePlanId } from '../../../src/study/scale/scalePlans.js';

const results = readScale();
const isOf = (plan: string, search: string) => (row: Record<string, unknown>) =>
  row.index === scalePlans[plan as ScalePlanId].label && row.search === search;

test.each(layouts)('$label has the numbers that were measured', ({ plan, search, ...layout }) => {
  const { vectors, dimension, seconds } = layout.measured;
  const row = growthRows(results).find(
    (one) => isOf(plan, search)(one) && one.vectors === vectors,
  )! as Record<string, number>;
  expect(dimension).toBe(results[0].dimension);
  expect(seconds).toBeCloseTo(row.p50 / 1000, 4);
  expect(layout.recall).toBeCloseTo(row.recall / 100, 3);
  expect(layout.order).toBeCloseTo(row.order / 100, 3);
  const slope = slopeRows(results).find(isOf(plan, search))!.query as number;
  expect(layout.slope).toBeCloseTo(plan === 'exact' ? 1 : Math.max(0, slope), 2);
});

test('bytes of a vector are those of the measured index', () => {
  for (const { plan, memoryBytes } of layouts) {
    const measured = scalePlans[plan as ScalePlanId].bytes(128);
    expect(memoryBytes(128)).toBeCloseTo(plan === 'quantised32' ? measured + 8 : measured, 6);
  }
});
