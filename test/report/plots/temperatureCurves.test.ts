import { expect, test } from 'vitest';
import { temperatureCurves } from '../../../src/report/plots/temperatureCurves.js';
import { numbersIn } from './figureParts.js';

test('each temperature is drawn with its value and gradient, and steps that point at one', () => {
  const figure = temperatureCurves({ temperatures: [0.2, 0.1], selected: 1, span: 0.4 });
  const traces = figure.data as unknown as { y: number[]; line: { width: number } }[];
  const middle = 120;
  expect(traces[0].y[middle]).toBe(0.5);
  expect(traces[1].y[middle]).toBeCloseTo(1 / (4 * 0.2), 10);
  expect(traces[3].y[middle]).toBeCloseTo(1 / (4 * 0.1), 10);
  expect(traces.map((trace) => trace.line.width)).toEqual([2, 2, 5, 5, 1.5]);
  const [{ steps }] = figure.layout.sliders as unknown as [{ steps: { args: [Record<string, number[]>] }[] }];
  expect(steps[0].args[0]['line.width']).toEqual([5, 5, 2, 2]);
});

test('the curves are plain JSON with finite numbers, a title and titled axes', () => {
  const figure = temperatureCurves();
  expect(JSON.parse(JSON.stringify(figure))).toEqual(figure);
  expect(figure.data.length).toBeGreaterThan(0);
  expect(numbersIn(figure).every(Number.isFinite)).toBe(true);
  expect(figure.layout.title!.text).toMatch(/^<b>.{10,}<\/b>/s);
  expect(figure.layout.xaxis!.title!.text).not.toBe('');
  expect(figure.layout.width).toBeUndefined();
});
