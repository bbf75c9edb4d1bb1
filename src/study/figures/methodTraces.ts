import { markerOf, errorBars } from '../../report/plots/markers.js';
import type { Data } from 'plotly.js-dist-min';
import { escapeHtml } from '../../base/escapeHtml.js';
import type { MethodSeries } from './methodSeries.js';
import { translucent } from '../../report/plots/theme.js';
import { methodLooks } from '../methods/looks.js';

interface TraceOptions {
  /** How the spread is drawn; default `band`. */
  spread?: 'band' | 'bars' | 'none';
  /** Marks on the lines, default true. */
  markers?: boolean;
  /** Text after the value on hover, for example ` %`. */
  unit?: string;
}

/** A line per method, with its spread behind it. */
export function methodLines(series: readonly MethodSeries[], options: TraceOptions = {}): Partial<Data>[] {
  const { spread = 'band', markers = true, unit = '' } = options;
  const looks = methodLooks(series.map(({ method }) => method));
  const bands = spread === 'band' ? series.map((one) => band(one, looks.get(one.method)!.color)) : [];
  const lines = series.map(({ method, points }): Partial<Data> => {
    const { label, color } = looks.get(method)!;
    return {
      type: 'scatter',
      mode: markers ? 'lines+markers' : 'lines',
      name: escapeHtml(label),
      legendgroup: method,
      x: points.map((point) => point.x),
      y: points.map((point) => point.y),
      line: { color, width: 2.5 },
      marker: markerOf(looks.get(method)!),
      hovertemplate: `%{x}: %{y:.3~g}${unit}`,
      ...(spread === 'bars' && { error_y: errorBars(points, color) }),
    };
  });
  return [...bands, ...lines];
}

function band({ method, points }: MethodSeries, color: string): Partial<Data> {
  const back = [...points].reverse();
  return {
    type: 'scatter',
    mode: 'lines',
    legendgroup: method,
    showlegend: false,
    hoverinfo: 'skip',
    x: [...points, ...back].map((point) => point.x),
    y: [...points.map((point) => point.high), ...back.map((point) => point.low)],
    fill: 'toself',
    fillcolor: translucent(color, 0.14),
    line: { width: 0 },
  };
}
