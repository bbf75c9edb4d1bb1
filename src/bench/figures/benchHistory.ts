import type { BenchRun } from '../types.js';
import { escapeHtml } from '../../base/escapeHtml.js';
import { composeFigure, type Figure, type FigureOptions } from '../../report/plots/figure.js';
import { itemWords } from '../itemWords.js';
import { ratioAxes } from './ratioAxes.js';
import { ink } from '../../report/plots/theme.js';

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
      y: points.map(({ item }) => escapeHtml(itemWords(item))),
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
    layout: ratioAxes(items.map((item) => escapeHtml(itemWords(item)))),
  });
}
