import type { BenchRun } from '../types.js';
import { escapeHtml } from '../../base/escapeHtml.js';
import { composeFigure, type Figure, type FigureOptions } from '../../report/plots/figure.js';
import { rowsHeight, type RowColumn } from '../../report/plots/rowColumns.js';
import { itemWords } from '../itemWords.js';
import { ratioRows } from './ratioRows.js';
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
  const { columns, rows, layout } = ratioRows(
    items.map(rowName),
    measured.map(({ ratio }) => ratio),
  );
  const trace = (name: string, newest: boolean, { names, axes }: RowColumn): Figure['data'][number] => {
    const points = measured.filter((point) => point.newest === newest && names.has(rowName(point.item)));
    return {
      ...axes,
      legendgroup: name,
      showlegend: axes.xaxis === 'x',
      type: 'scatter',
      mode: 'markers',
      name,
      x: points.map(({ ratio }) => ratio),
      y: points.map(({ item }) => rowName(item)),
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
    title: options.title ?? finding(measured),
    subtitle:
      options.subtitle ?? `Our time over the peer’s at each of ${runs.length} measurements; below 1 we are faster`,
    plotHeight: rowsHeight(rows, 28, 340),
    legendRows: 1,
    data: columns.flatMap((column) => [trace('earlier', false, column), trace('newest', true, column)]),
    layout,
  });
}

const rowName = (item: string): string => escapeHtml(itemWords(item));

/** How many items are faster than their peer by now. */
function finding(points: readonly { ratio: number; newest: boolean }[]): string {
  const newest = points.filter((point) => point.newest);
  const faster = newest.filter(({ ratio }) => ratio < 1).length;
  return `${faster} of ${newest.length} pieces of work are faster here than in the peer`;
}
