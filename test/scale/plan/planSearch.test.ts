import { describe, expect, test } from 'vitest';
import { coreSeconds, type Layout } from '../../../src/scale/plan/layout.js';
import { planSearch } from '../../../src/scale/plan/planSearch.js';

const layout: Layout = {
  label: 'all in memory',
  plan: 'exact',
  search: '',
  memoryBytes: (dimension) => 4 * dimension,
  diskBytes: (dimension) => 4 * dimension,
  measured: { vectors: 1e6, dimension: 100, seconds: 0.01 },
  slope: 1,
  recall: 1,
  order: 1,
};
const machine = { cores: 10, memory: 1e10, disk: 1e12, pricePerHour: 2 };
const demand = { vectors: 1e8, dimension: 50, queriesPerSecond: 100, milliseconds: 1e6, leastReplicas: 1 };

describe('a plan', () => {
  test('by hand', () => {
    // 2e10 bytes among machines that take 6e9: 4 shards of 2.5e7 vectors, 0.01 s * 25 / 2 = 0.125 s each;
    // 100 queries a second take 12.5 cores, of which a machine has 5 free: 3 copies.
    const plan = planSearch(layout, demand, machine);
    expect(plan).toMatchObject({ memory: 2e10, disk: 2e10, shards: 4, replicas: 3, machines: 12 });
    expect(plan.milliseconds).toBeCloseTo(125, 9);
    expect(plan.pricePerMonth).toBeCloseTo(12 * 2 * 730, 6);
    expect(plan.pricePerThousand).toBeCloseTo((1000 * 24) / 360_000, 9);
  });

  test('cuts more shards for an earlier answer, as many as its slope asks for', () => {
    const plan = planSearch(layout, { ...demand, milliseconds: 20 }, machine);
    expect(plan.shards).toBe(25);
    expect(plan.milliseconds).toBeCloseTo(20, 9);
    const root = { ...layout, slope: 0.5 };
    const slow = planSearch(root, { ...demand, milliseconds: 10 }, machine);
    expect(slow.shards).toBe(25);
    expect(slow.milliseconds).toBeCloseTo(10, 9);
    expect(planSearch({ ...layout, slope: 0 }, { ...demand, milliseconds: 1 }, machine).shards).toBe(4);
  });

  test('has the copies that are asked for, and shards for the disk', () => {
    const quiet = { ...demand, queriesPerSecond: 0.1, leastReplicas: 2 };
    expect(planSearch(layout, quiet, machine).replicas).toBe(2);
    expect(planSearch(layout, quiet, { ...machine, disk: 1e9 }).shards).toBe(34);
  });

  test.each(['vectors', 'queriesPerSecond', 'milliseconds'] as const)('is refused for no %s', (name) => {
    expect(() => planSearch(layout, { ...demand, [name]: 0 }, machine)).toThrow(
      new RegExp(`${name}[^]*above 0[^]*found: 0`),
    );
  });
});

test('time grows by the slope and with the dimension', () => {
  const grown = { ...layout, slope: 0.5 };
  expect(coreSeconds(grown, 4e6, 100)).toBeCloseTo(0.02, 12);
  expect(coreSeconds(grown, 1e6, 300)).toBeCloseTo(0.03, 12);
});
