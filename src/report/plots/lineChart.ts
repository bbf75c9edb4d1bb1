import type { Data } from 'plotly.js-dist-min';
import { escapeHtml } from '../../base/escapeHtml.js';
import { RetrievalError } from '../../errors.js';
import { axis, composeFigure, legendRowsFor, type Figure, type FigureOptions } from './figure.js';
import { lineColors } from './theme.js';

/** A line of a chart. */
export interface ChartLine {
  name: string;
  y: ArrayLike<number>;
  /** As many as `y`; default 1, 2, 3 and so on. */
  x?: ArrayLike<number>;
}

export interface LineChartOptions extends FigureOptions {
  title: string;
  /** Title of the horizontal axis, such as `Epoch`. */
  x: string;
  /** Title of the vertical axis, such as `mAP (%)`. */
  y: string;
}

/**
 * Numbers as lines, for example what a training measures after each epoch. One line stands without a legend.
 *
 * @throws RetrievalError for a line whose two lists differ in length.
 * @example
 * await show(lineChart([{ name: 'loss', y: losses }], { title: 'The loss falls', x: 'Step', y: 'Loss' }));
 */
export function lineChart(lines: readonly ChartLine[], { x, y, ...titles }: LineChartOptions): Figure {
  return composeFigure({
    ...titles,
    data: lines.map(trace),
    legendRows: lines.length > 1 ? legendRowsFor(lines.length) : 0,
    layout: { xaxis: axis(x), yaxis: axis(y) },
  });
}

function trace(line: ChartLine, n: number): Partial<Data> {
  const y = Array.from(line.y);
  const x = line.x ? Array.from(line.x) : y.map((_, at) => at + 1);
  if (x.length !== y.length) {
    throw new RetrievalError({
      what: 'The two lists of a line differ in length',
      where: line.name,
      expected: `${y.length} values of x, as of y`,
      found: String(x.length),
    });
  }
  const color = lineColors[n % lineColors.length]!;
  return {
    type: 'scatter',
    mode: y.length > 30 ? 'lines' : 'lines+markers',
    name: escapeHtml(line.name),
    x,
    y,
    line: { color, width: 2.5 },
    marker: { color, size: 8 },
    hovertemplate: '%{x}: %{y:.3~g}',
  };
}
