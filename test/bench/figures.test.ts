import { expect, test } from 'vitest';
import type { BenchResult, BenchRun } from '../../src/bench/types.js';
import { benchHistory } from '../../src/bench/figures/benchHistory.js';
import { benchRatios } from '../../src/bench/figures/benchRatios.js';
import { growthCurve } from '../../src/bench/figures/growthCurve.js';
import { expectClose } from '../helpers/tensors.js';

/** The parts of a trace that are looked at. */
interface Trace {
  name?: string;
  x: number[];
  y: number[];
}

/** A trace whose rows have names. */
type Rows = Omit<Trace, 'y'> & { y: string[] };

const result = (item: string, ratio: number, target?: number): BenchResult => ({
  item,
  title: item,
  ours: { name: 'ours', versions: {}, milliseconds: 1 },
  peers: [
    { name: 'slow', versions: {}, milliseconds: 9, ratio: ratio / 2, spread: [ratio / 3, ratio / 2] },
    { name: 'fast', versions: {}, milliseconds: 1, ratio, spread: [0.9 * ratio, 1.5 * ratio] },
  ],
  ratio,
  target,
  met: target === undefined || ratio <= target,
  load: [],
});

test('the ratios stand beside their targets, against the fastest peer', () => {
  const { data, layout } = benchRatios([result('a', 0.5, 1), result('b', 2, 1.5), result('no target', 3)]);
  const [targets, measured] = data as {
    x: number[];
    y: string[];
    marker: { symbol: string[] };
    text?: string[];
  }[];
  expect(targets.y).toEqual(['B', 'A']);
  expect(targets.x).toEqual([1.5, 1]);
  expect(measured.x).toEqual([2, 0.5]);
  expect(measured.text).toEqual(['fast', 'fast']);
  expect(measured.marker.symbol).toEqual(['x', 'circle']);
  const { array, arrayminus } = (
    measured as unknown as { error_x: { array: number[]; arrayminus: number[] } }
  ).error_x;
  expect(array[0]).toBeCloseTo(1);
  expect(arrayminus[1]).toBeCloseTo(0.05);
  expect((layout.title as { text: string }).text).toContain('1 of 2 speed targets');
});

test('the rows of the ratios have words in place of the items’ names, the title its subject', () => {
  const { data, layout } = benchRatios([result('kendall', 0.5, 1)], { subject: 'Measures' });
  expect((data[0] as { y: string[] }).y).toEqual(['Kendall’s tau-b']);
  expect((layout.title as { text: string }).text).toContain('Measures: 1 of 1 speed targets');
});

test('the history has a row per item, the newest measurement of each apart from the earlier ones', () => {
  const run = (results: BenchResult[]): BenchRun => ({
    time: '2026-01-01T00:00:00Z',
    commit: 'abc',
    machine: { processor: '', cores: 1, memoryGigabytes: 1, system: '', node: '' },
    threads: 1,
    rounds: 1,
    results,
  });
  const { data } = benchHistory([
    run([result('a', 2, 1), result('c', 3, 1)]),
    run([result('b', 5, 1), result('a', 4, 1)]),
  ]);
  expect((data as unknown as Rows[]).map(({ name, x, y }) => [name, x, y])).toEqual([
    ['earlier', [2], ['A']],
    ['newest', [5, 3, 4], ['B', 'C', 'A']],
  ]);
});

test('growth is drawn with the promised power through its last point', () => {
  const points = [1, 10, 100].map((x) => ({ x, milliseconds: 5 * x, peakMegabytes: x }));
  const { data, layout } = growthCurve({
    name: 'n',
    title: 'work',
    size: 'rows',
    expected: 2,
    found: 1,
    points,
  });
  const [promised, measured] = data as Trace[];
  expectClose(promised.y, [0.05, 5, 500], 1e-9);
  expect(measured.y).toEqual([5, 50, 500]);
  const title = (layout.title as { text: string }).text;
  expect(title).toContain('power 1.00');
  expect(title).toContain('100 MB');
});
