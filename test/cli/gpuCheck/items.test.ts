import { beforeAll, expect, test } from 'vitest';
import { compareItems } from '../../../src/cli/gpuCheck/compare.js';
import { computeItems, type Items } from '../../../src/cli/gpuCheck/items.js';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { builtInLosses } from '../../../src/losses/builtInLosses.js';

let exact: Items, tf32: Items, imitated: Items, bfloat16: Items, float16: Items;
beforeAll(async () => {
  await selectBackend({ prefer: 'native' });
  exact = await computeItems({ precision: 'float32', imitated: false });
  tf32 = await computeItems({ precision: 'tf32', imitated: true });
  imitated = await computeItems({ precision: 'bfloat16', imitated: true });
  bfloat16 = await computeItems({ precision: 'bfloat16', imitated: false });
  float16 = await computeItems({ precision: 'float16', imitated: false });
}, 120_000);

const different = (rows: ReturnType<typeof compareItems>): string[] =>
  rows.filter(({ verdict }) => verdict !== 'same').map(({ item }) => item);

test('every loss and its gradient is among the items, with numbers that are not all zero', () => {
  const losses = Object.keys(builtInLosses).flatMap((kind) => [kind, `${kind}, gradient`]);
  expect(Object.keys(exact)).toEqual(expect.arrayContaining(losses));
  for (const numbers of Object.values(exact)) expect(numbers.some((number) => number !== 0)).toBe(true);
});

test('a device that takes products in bfloat16 passes as such, and not as an exact one', () => {
  expect(different(compareItems('bfloat16', bfloat16, exact, imitated))).toEqual([]);
  expect(different(compareItems('float32', bfloat16, exact)).length).toBeGreaterThan(15);
});

test('a device that takes products in float16 passes as such, and not as an exact one', () => {
  // Its factors have as many bits as TF32's.
  expect(different(compareItems('float16', float16, exact, tf32))).toEqual([]);
  expect(different(compareItems('float32', float16, exact)).length).toBeGreaterThan(5);
});

test('a device that rounds to TF32 passes as such, and not as an exact one', () => {
  expect(different(compareItems('tf32', tf32, exact, tf32))).toEqual([]);
  expect(different(compareItems('float32', tf32, exact)).length).toBeGreaterThan(15);
});

test('a device that rounds more than it says is found out', () => {
  expect(different(compareItems('tf32', bfloat16, exact, tf32)).length).toBeGreaterThan(5);
});
