import { expect, test } from 'vitest';
import { barChart } from '../../../src/report/plots/barChart.js';

interface Bars {
  name: string;
  x: number[];
  y: string[];
  marker: { color: string };
  error_x?: { array: number[]; arrayminus: number[] };
}
const options = { title: 'What a mistake is worth', x: 'mAP (%)' };

test('bars stand in their order from the top, each group in a colour of its own', () => {
  const figure = barChart(
    [
      { name: 'a & b', value: 42, low: 40, high: 45, group: 'right' },
      { name: 'c', value: 54, group: 'mistake' },
      { name: 'd', value: 37, low: 36, high: 38, group: 'right' },
    ],
    options,
  );
  const traces = figure.data as unknown as Bars[];
  expect(traces.map(({ name, x, y }) => [name, x, y])).toEqual([
    ['right', [42, 37], ['a &amp; b', 'd']],
    ['mistake', [54], ['c']],
  ]);
  expect(traces[0].error_x).toMatchObject({ array: [3, 1], arrayminus: [2, 1] });
  expect(traces[1]).not.toHaveProperty('error_x');
  expect(traces[0].marker.color).not.toBe(traces[1].marker.color);
  expect(figure.layout.yaxis!.categoryarray).toEqual(['d', 'c', 'a &amp; b']);
  expect(figure.layout.showlegend).toBe(true);
  expect(JSON.stringify(figure.layout.title)).toContain(options.title);
  expect(figure.layout.xaxis!.title!.text).toBe(options.x);
});

test('bars without groups need no legend', () => {
  const { data, layout } = barChart([{ name: 'a', value: 1 }], options);
  expect(data).toHaveLength(1);
  expect(layout.showlegend).toBe(false);
});
