import { describe, expect, test } from 'vitest';
import { svgChart } from '../../../src/report/plots/svgChart.js';

const options = { alt: 'a "curve"', xLabel: 'depth', yLabel: 'kept (%)' };
const line = {
  label: 'a',
  color: '#0072b2',
  points: [
    { x: 1, y: 10 },
    { x: 10, y: 20 },
    { x: 100, y: 30 },
  ],
};

const columns = (svg: string): number[] => [...svg.matchAll(/cx="([\d.]+)"/g)].map(([, x]) => Number(x));

describe('a chart as SVG', () => {
  test('has an escaped alternative text, names of its axes and a dot for each point', () => {
    const svg = svgChart([line], options);
    expect(svg).toContain('role="img" aria-label="a &quot;curve&quot;"');
    expect(svg).toContain('>kept (%)</text>');
    expect(columns(svg)).toHaveLength(3);
    expect(svg).not.toContain('<polygon');
  });

  test('spaces a logarithmic axis evenly by factors', () => {
    const [first, second, third] = columns(svgChart([line], { ...options, logarithmic: true }));
    expect(second - first).toBeCloseTo(third - second, 0);
  });

  test('names the ticks that large numbers have no room for', () => {
    const svg = svgChart([line], { ...options, ticks: [1, 5, 50, 53, 100] });
    expect([...svg.matchAll(/<g class="between"><text[^>]*>(\d+)</g)].map(([, tick]) => tick)).toEqual([
      '5',
      '53',
    ]);
  });

  test('draws a band where every point has bounds, inside the plot', () => {
    const banded = {
      ...line,
      points: line.points.map((point) => ({ ...point, low: point.y - 5, high: point.y + 5 })),
    };
    const points = /<polygon points="([^"]+)"/.exec(svgChart([banded], options))![1].split(' ');
    expect(points).toHaveLength(6);
    for (const point of points) expect(Number(point.split(',')[1])).toBeLessThanOrEqual(272);
  });

  test('without points is an empty frame, not NaN', () => {
    expect(
      svgChart([{ ...line, points: [] }], { ...options, logarithmic: true, range: [1, 100] }),
    ).not.toContain('NaN');
  });
});
