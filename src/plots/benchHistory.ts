import type { BenchRun } from '../bench/types.js';
import { escapeHtml } from './escapeHtml.js';
import { axis, composeFigure, logAxis, type Figure, type FigureOptions } from './figure.js';
import { fonts, ink } from './theme.js';

const ticks = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];

/** The ratio of each item at every measurement: a row per item, the newest solid, older ones hollow. */
export function benchHistory(runs: readonly BenchRun[], options: FigureOptions = {}): Figure {
  const items = [...new Set(runs.flatMap(({ results }) => results.map(({ item }) => item)))].reverse();
  const measured = items.flatMap((item) => {
    const points = runs.flatMap((run) =>
      run.results.filter((result) => result.item === item).map(({ ratio }) => ({ item, ratio, run })),
    );
    return points.map((point, i) => ({ ...point, newest: i === points.length - 1 }));
  });
  const trace = (name: string, newest: boolean): Figure['data'][number] => {
    const points = measured.filter((point) => point.newest === newest);
    return {
      type: 'scatter',
      mode: 'markers',
      name,
      x: points.map(({ ratio }) => ratio),
      y: points.map(({ item }) => escapeHtml(item)),
      text: points.map(({ run }) => `${run.time.slice(0, 16)}, ${run.commit}`),
      hovertemplate: '%{y}: %{x:.3f}<br>%{text}<extra></extra>',
      marker: {
        color: newest ? ink.positive : ink.axis,
        symbol: newest ? 'circle' : 'circle-open',
        size: newest ? 10 : 8,
      },
    };
  };
  return composeFigure({
    title: options.title ?? 'Our time over the peer’s, from measurement to measurement',
    subtitle: options.subtitle ?? `measurements so far: ${runs.length}; below 1 we are faster`,
    height: 190 + 26 * items.length,
    legendRows: 1,
    data: [trace('earlier', false), trace('newest', true)],
    layout: {
      xaxis: logAxis('Our time / the peer’s', undefined, ticks),
      yaxis: axis('', undefined, {
        ticks: '',
        ticksuffix: '  ',
        showline: false,
        tickfont: { size: fonts.axis },
        categoryorder: 'array',
        categoryarray: items.map(escapeHtml),
      }),
    },
  });
}
