import { expect, test } from 'vitest';
import { lineChart } from '../../../src/report/plots/lineChart.js';

const titles = { title: 'It rises', x: 'Epoch', y: 'mAP (%)' };

test('counts from 1 where no places are given, and keeps typed arrays as lists', () => {
  const { data, layout } = lineChart([{ name: 'mine', y: Float32Array.of(1, 2, 4) }], titles);
  expect(data).toMatchObject([{ name: 'mine', x: [1, 2, 3], y: [1, 2, 4], mode: 'lines+markers' }]);
  expect(layout).toMatchObject({ showlegend: false, xaxis: { title: { text: 'Epoch' } } });
});

test('several lines have names that are escaped, a legend and colours of their own', () => {
  const lines = ['a<b', 'c'].map((name, n) => ({ name, x: [0, 10], y: [n, n + 1] }));
  const { data, layout } = lineChart(lines, titles);
  expect(data).toMatchObject([{ name: 'a&lt;b', x: [0, 10] }, { name: 'c' }]);
  const colors = data.map((one) => (one as { line: { color: string } }).line.color);
  expect(new Set(colors).size).toBe(2);
  expect(layout.showlegend).toBe(true);
});

test('refuses a line of unequal lists, by its name', () => {
  const lines = [{ name: 'mine', x: [0, 1], y: [1] }];
  expect(() => lineChart(lines, titles)).toThrow(/differ in length[^]*mine/);
});
