import type { Data } from 'plotly.js-dist-min';
import { escapeHtml } from '../../base/escapeHtml.js';
import { axis, composeFigure, legendRowsFor, rowsAxis, type Figure, type FigureOptions } from './figure.js';
import { lineColors } from './theme.js';

/** A bar with its name. */
export interface ChartBar {
  name: string;
  value: number;
  /** Bounds of an interval around the value. */
  low?: number;
  high?: number;
  /** Bars of one group have one colour, and the groups stand in the legend. */
  group?: string;
}

export interface BarChartOptions extends FigureOptions {
  title: string;
  /** Title of the axis of the values, such as `mAP (%)`. */
  x: string;
}

const rowHeight = 34;

/**
 * Numbers by name as bars from left to right, the first at the top, each with its value written in it.
 *
 * @example
 * const bars = [{ name: 'right', value: 42.1, low: 40.4, high: 43.7 }];
 * await show(barChart(bars, { title: 'What a mistake is worth', x: 'mAP (%)' }));
 */
export function barChart(bars: readonly ChartBar[], { x, ...titles }: BarChartOptions): Figure {
  const groups = [...new Set(bars.map(({ group }) => group ?? ''))];
  const isNamed = groups.some((group) => group !== '');
  return composeFigure({
    ...titles,
    data: groups.map((group, n) =>
      trace(
        bars.filter((bar) => (bar.group ?? '') === group),
        escapeHtml(group),
        lineColors[n % lineColors.length]!,
      ),
    ),
    legendRows: isNamed ? legendRowsFor(groups.length) : 0,
    plotHeight: Math.max(2, bars.length) * rowHeight,
    layout: {
      xaxis: axis(x),
      yaxis: rowsAxis(bars.map(({ name }) => escapeHtml(name)).reverse()),
      barmode: 'overlay',
      bargap: 0.3,
    },
  });
}

function trace(bars: readonly ChartBar[], name: string, color: string): Partial<Data> {
  const hasIntervals = bars.some(({ low, high }) => low !== undefined && high !== undefined);
  return {
    type: 'bar',
    orientation: 'h',
    name,
    y: bars.map((bar) => escapeHtml(bar.name)),
    x: bars.map(({ value }) => value),
    text: bars.map(({ value }) => value.toFixed(1)),
    textposition: 'inside',
    insidetextanchor: 'start',
    textangle: 0,
    marker: { color },
    ...(hasIntervals && {
      error_x: {
        type: 'data',
        symmetric: false,
        array: bars.map(({ value, high = value }) => high - value),
        arrayminus: bars.map(({ value, low = value }) => value - low),
        thickness: 1.5,
        width: 4,
      },
    }),
    hovertemplate: '%{y}: %{x:.1f}<extra></extra>',
  };
}
