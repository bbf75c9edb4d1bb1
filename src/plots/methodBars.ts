import type { RunRecord } from '../experiments/runRecord.js';
import { referenceLine } from './capacityCurve.js';
import { escapeHtml } from './escapeHtml.js';
import { axis, composeFigure, type Figure, type FigureOptions } from './figure.js';
import { decimals, percent } from './formatting.js';
import { methodSeries, seedsOf, type SeriesPoint } from './methodSeries.js';
import { fonts, ink, methodLabel, methodStyles } from './theme.js';

/** What the figure reads of a run's record. */
export type BarRun = Pick<
  RunRecord,
  'loss' | 'mapAsymmetric' | 'mapAsymmetricInterval' | 'mapSymmetricGallery'
>;

interface Bar extends SeriesPoint {
  method: string;
}

/** Asymmetric mAP of each method as a sorted bar with its interval, the gallery model's own mAP as a dashed line. */
export function methodBars(runs: readonly BarRun[], options: FigureOptions = {}): Figure {
  const series = methodSeries(
    runs.map(({ loss, mapAsymmetric, mapAsymmetricInterval: [low, high] }) => ({
      method: loss,
      x: 0,
      y: mapAsymmetric,
      low,
      high,
    })),
  );
  const bars = series.map(({ method, points }): Bar => ({ method, ...points[0]! })).sort((a, b) => a.y - b.y);
  const styles = methodStyles(series.map(({ method }) => method));
  const ceiling = runs[0]?.mapSymmetricGallery;
  const widest = Math.max(...bars.map((bar) => bar.high), ceiling ?? 0);
  return composeFigure({
    title: options.title ?? finding(bars),
    subtitle: options.subtitle ?? `${seedsOf(series)}, bars: 95 % interval over queries`,
    height: 200 + 52 * bars.length,
    data: [
      {
        type: 'bar',
        orientation: 'h',
        x: bars.map((bar) => bar.y),
        y: bars.map((bar) => escapeHtml(styles.get(bar.method)!.label)),
        marker: { color: bars.map((bar) => styles.get(bar.method)!.color) },
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
      },
      {
        type: 'scatter',
        mode: 'text',
        x: bars.map((bar) => bar.high),
        y: bars.map((bar) => escapeHtml(styles.get(bar.method)!.label)),
        text: bars.map((bar) => `  <b>${decimals(bar.y)}</b>`),
        textposition: 'middle right',
        textfont: { size: fonts.axis },
        hoverinfo: 'skip',
      },
    ],
    headRoom: 30,
    layout: {
      xaxis: axis('Asymmetric mAP', '%', { range: [0, 1.08 * widest] }),
      yaxis: axis('', undefined, {
        showgrid: false,
        ticks: '',
        ticksuffix: '  ',
        showline: false,
        tickfont: { size: fonts.axis },
      }),
      ...(ceiling !== undefined && ceilingLine(ceiling)),
    },
  });
}

/** The dashed line of `referenceLine`, upright. */
function ceilingLine(map: number) {
  const { shapes, annotations } = referenceLine(map, 'gallery model');
  return {
    shapes: [{ ...shapes![0], xref: 'x' as const, yref: 'paper' as const, x0: map, x1: map, y0: 0, y1: 1 }],
    annotations: [
      {
        ...annotations![0],
        xref: 'x' as const,
        yref: 'paper' as const,
        x: map,
        y: 1,
        xanchor: 'right' as const,
      },
    ],
  };
}

function finding(ascending: Bar[]): string {
  const best = ascending.at(-1);
  if (!best) return 'Asymmetric mAP';
  const first = `${methodLabel(best.method)} reaches ${percent(best.y)} mAP`;
  const base = ascending.find((bar) => bar.method === 'regression');
  if (!base || base === best) return first;
  return `${first}, ${decimals(best.y - base.y)} points above ${methodLabel('regression').toLowerCase()}`;
}
