import { describe, expect, test } from 'vitest';
import { findSplit } from '../../src/datasets/findSplit.js';
import { heldOutOptions, heldOutSplit } from '../../src/datasets/heldOutSplit.js';

const pictures = (count: number) =>
  Array.from({ length: count }, (_, row) => ({ id: `p${row}`, label: '', origin: '' }));

describe('held-out pictures', () => {
  test.each([
    [3, 0.1, 1],
    [20, 0.1, 2],
    [400, 0.1, 40],
    [10, 0.95, 8],
  ])('of %d with a share of %d are %d', (count, share, heldOut) => {
    const { fit, queries, choosing = [], gallery } = heldOutSplit(pictures(count), { share });
    expect(queries.length + choosing.length).toBe(heldOut);
    expect(fit).toHaveLength(count - heldOut);
    expect(gallery).toHaveLength(count);
    const all = [...fit, ...queries, ...choosing].sort((a, b) => a - b);
    expect(all).toEqual(Array.from({ length: count }, (_, row) => row));
  });

  test('choose the best state of a training only where there are many, and are then not in the report', () => {
    expect(heldOutSplit(pictures(190)).choosing).toHaveLength(0);
    const { queries, choosing } = heldOutSplit(pictures(300));
    expect([queries.length, choosing!.length]).toEqual([20, 10]);
  });

  test('are drawn by the seed', () => {
    const drawn = (seed: number) => heldOutSplit(pictures(50), { seed }).queries.join();
    expect(drawn(1)).toBe(drawn(1));
    expect(drawn(1)).not.toBe(drawn(2));
  });

  test('need three pictures', () => {
    expect(() => heldOutSplit(pictures(2))).toThrow(/too few pictures/);
  });

  test.each([
    ['heldOut', { share: 0.1, seed: 0 }],
    ['heldOut:0.2', { share: 0.2, seed: 0 }],
    ['heldOut:0.2:7', { share: 0.2, seed: 7 }],
  ])('%s is a split of every data set', (name, options) => {
    expect(heldOutOptions(name)).toEqual(options);
    const dataset = { name: 'any', splits: {}, records: pictures(10) };
    expect(findSplit(dataset, name)).toEqual({ ...heldOutSplit(dataset.records, options), name });
  });

  test.each([
    'heldOut:',
    'heldOut:0',
    'heldOut:1',
    'heldOut:x',
    'heldOut:0.1:1.5',
    'heldOut:0.1:',
    'heldOut:0.1:1:2',
  ])('%s is refused', (name) => {
    expect(() => heldOutOptions(name)).toThrow(/not described well/);
  });

  test('leave other names alone', () => {
    expect(heldOutOptions('unseen')).toBeUndefined();
  });
});
