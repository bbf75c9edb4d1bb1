import type { Data } from 'plotly.js-dist-min';
import type { RunRecord } from '../../experiments/runRecord.js';
import { referenceLine } from './capacityCurve.js';
import { escapeHtml } from '../../base/escapeHtml.js';
import { axis, composeFigure, type Figure, type FigureOptions } from '../../report/plots/figure.js';
import { decimals, percent } from '../../report/plots/formatting.js';
import { methodSeries, seedsOf, type SeriesPoint } from './methodSeries.js';
import { rowColumns, rowsHeight, type RowColumns } from '../../report/plots/rowColumns.js';
import { fonts, ink } from '../../report/plots/theme.js';
import { methodLabel, methodLooks, nameInTitle, nameWithin } from '../methods/looks.js';

/** What the figure reads of a run's record. */
export type BarRun = Pick<
  RunRecord,
  'loss' | 'mapAsymmetric' | 'mapAsymmetricInterval' | 'mapSymmetricGallery'
>;

/** A method with its mean over seeds and the bounds of its interval. */
export interface Bar extends SeriesPoint {
  method: string;
}

/** The value of a reference with its name, drawn as an upright line. */
export interface Reference {
  name: string;
  value: number;
}

/** Asymmetric mAP of each method as a sorted bar with its interval, the gallery model's own mAP as a dashed line. */
export function methodBars(runs: readonly BarRun[], options: FigureOptions = {}): Figure {
  const bars = sortedBars(runs);
  const looks = methodLooks(bars.map(({ method }) => method));
  const { columns, rows, layout } = barColumns(bars, galleryReference(runs));
  return composeFigure({
    title: options.title ?? finding(bars),
    subtitle: options.subtitle ?? barsSubtitle(bars),
    plotHeight: rowsHeight(rows, 52, 380),
    data: columns.flatMap(({ names, axes }) => {
      const own = bars.filter((bar) => names.has(rowName(bar)));
      const traces = [barTrace(own, (method) => looks.get(method)!.color), valueTexts(own)];
      return traces.map((trace) => ({ ...trace, ...axes }));
    }),
    headRoom: 30,
    layout,
  });
}

/** The name of a bar's row. */
export const rowName = ({ method }: Pick<Bar, 'method'>): string => escapeHtml(methodLabel(method));

/** Means over the seeds, the lowest first, which plotly draws at the bottom. */
export function sortedBars(runs: readonly BarRun[]): Bar[] {
  const series = methodSeries(
    runs.map(({ loss, mapAsymmetric, mapAsymmetricInterval: [low, high] }) => ({
      method: loss,
      x: 0,
      y: mapAsymmetric,
      low,
      high,
    })),
  );
  return series.map(({ method, points }): Bar => ({ method, ...points[0]! })).sort((a, b) => a.y - b.y);
}

/** Seeds and the meaning of the interval, for the line below a title. */
export function barsSubtitle(bars: readonly Bar[]): string {
  return `${seedsOf(bars.map((bar) => ({ method: bar.method, points: [bar] })))}, bars: 95 % interval over queries`;
}

/** The gallery model's own mAP. */
export function galleryReference(runs: readonly BarRun[]): Reference[] {
  return runs.length > 0 ? [{ name: 'gallery model', value: runs[0]!.mapSymmetricGallery }] : [];
}

/** Keeps a number readable on a line. */
const halo = Array.from({ length: 4 }, () => `0 0 3px ${ink.paper}`).join(', ');

/** Horizontal bars with their intervals, under a name in the legend if there is one. */
export function barTrace(
  bars: readonly Bar[],
  color: (method: string) => string,
  name?: string,
): Partial<Data> {
  return {
    type: 'bar',
    ...(name !== undefined && { name }),
    orientation: 'h',
    x: bars.map((bar) => bar.y),
    y: bars.map(rowName),
    marker: { color: bars.map((bar) => color(bar.method)) },
    error_x: {
      type: 'data',
      symmetric: false,
      array: bars.map((bar) => bar.high - bar.y),
      arrayminus: bars.map((bar) => bar.y - bar.low),
      color: ink.text,
      thickness: 1.5,
      width: 5,
    },
    hovertemplate: '%{y}: %{x:.1f} %<extra></extra>',
    width: 0.68,
  };
}

/** The value of every bar beside the end of its interval. */
export function valueTexts(bars: readonly Bar[]): Partial<Data> {
  return {
    type: 'scatter',
    mode: 'text',
    showlegend: false,
    x: bars.map((bar) => bar.high),
    y: bars.map(rowName),
    text: bars.map((bar) => `  <b>${decimals(bar.y)}</b>`),
    textposition: 'middle right',
    textfont: { size: fonts.axis, shadow: halo },
    hoverinfo: 'skip',
  };
}

/** Pixels from one name of a reference to the next; each has a row of its own, so that lines may lie close. */
export const referenceRow = 21;

/** Columns of bars, with upright lines at the references, named above the first. */
export function barColumns(bars: readonly Bar[], references: readonly Reference[]): RowColumns {
  const widest = Math.max(...bars.map((bar) => bar.high), ...references.map(({ value }) => value));
  const across = axis('Asymmetric mAP', '%', { range: [0, 1.08 * widest] });
  const { layout, ...rest } = rowColumns(bars.map(rowName), across);
  return {
    ...rest,
    layout: {
      ...layout,
      shapes: rest.columns.flatMap(({ axes }) =>
        references.map(({ value }) => ({ ...uprightLine(value).shape, xref: axes.xaxis })),
      ),
      annotations: references.map(({ name, value }, at) => ({
        ...uprightLine(value, name).note,
        yshift: referenceRow * (references.length - 1 - at),
      })),
    },
  };
}

/** The dashed line of `referenceLine`, upright. */
function uprightLine(value: number, name = '') {
  const { shapes, annotations } = referenceLine(value, name);
  const axes = { xref: 'x', yref: 'paper' } as const;
  return {
    // Below bars and numbers.
    shape: { ...shapes![0], ...axes, layer: 'below' as const, x0: value, x1: value, y0: 0, y1: 1 },
    note: { ...annotations![0], ...axes, x: value, y: 1, xanchor: 'right' as const },
  };
}

function finding(ascending: readonly Bar[]): string {
  const best = ascending.at(-1);
  if (!best) return 'Query models differ in what they find';
  const name = nameInTitle(best.method);
  const [base, next] = [ascending.find((bar) => bar.method === 'regression'), ascending.at(-2)];
  if (!next) return `${name} reaches ${percent(best.y)} mAP`;
  return base && base !== best
    ? `${name} beats ${nameWithin(base.method)} by ${decimals(best.y - base.y)} points`
    : `${name} leads by ${decimals(best.y - next.y)} points`;
}
