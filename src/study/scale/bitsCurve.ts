import type { Data } from 'plotly.js-dist-min';
import { escapeHtml } from '../../base/escapeHtml.js';
import {
  axis,
  composeFigure,
  legendRowsFor,
  logAxis,
  type Figure,
  type FigureOptions,
} from '../../report/plots/figure.js';
import { decimals } from '../../report/plots/formatting.js';
import { searcherLooks } from './searcherLooks.js';
import { qualityRows } from './scaleTable.js';
import type { ScaleResult } from './scaleResults.js';

/** One model with vectors of some size. */
export interface BitsPoint {
  searcher: string;
  bytes: number;
  map: number;
  low: number;
  high: number;
}

/** What vectors of fewer bytes cost: every vector is compared, so that nothing but their size counts. */
export function bitsPoints(results: readonly ScaleResult[], rows: number): BitsPoint[] {
  return qualityRows(results)
    .filter(({ vectors, plan, search }) => {
      const isAll = search === 'all parts' || plan === 'exact';
      return vectors === rows && isAll;
    })
    .map(({ searcher, bytes, map, mapLow, mapHigh }) => ({
      searcher: searcher as string,
      bytes: bytes as number,
      map: map as number,
      low: mapLow as number,
      high: mapHigh as number,
    }))
    .sort((a, b) => a.bytes - b.bytes);
}

/** mAP by the bytes of a vector, one line a model. */
export function bitsCurve(
  results: readonly ScaleResult[],
  rows: number,
  options: FigureOptions = {},
): Figure {
  const points = bitsPoints(results, rows);
  const sizes = [...new Set(points.map(({ bytes }) => bytes))];
  const traces = [...searcherLooks].map(([id, { label, color, symbol }]): Partial<Data> => {
    const own = points.filter(({ searcher }) => searcher === id);
    return {
      type: 'scatter',
      mode: 'lines+markers',
      name: escapeHtml(label),
      x: own.map(({ bytes }) => bytes),
      y: own.map(({ map }) => map),
      error_y: {
        type: 'data',
        symmetric: false,
        array: own.map(({ map, high }) => high - map || 0),
        arrayminus: own.map(({ map, low }) => map - low || 0),
        thickness: 1.5,
        width: 3,
        color,
      },
      line: { color, width: 2.5 },
      marker: { color, symbol, size: 10 },
      hovertemplate: '%{x} bytes: %{y:.1f} %',
    };
  });
  return composeFigure({
    title: options.title ?? bitsFinding(points),
    subtitle:
      options.subtitle ??
      `${rows.toLocaleString('en')} vectors, every one compared; mAP@100 in %, bars: 95 % interval over seeds`,
    data: traces,
    legendRows: legendRowsFor(traces.length),
    layout: {
      xaxis: logAxis('Bytes of a vector', undefined, sizes, sizes.map(String)),
      yaxis: axis('mAP@100', '%'),
    },
  });
}

/** The fewest bytes with which the best query model is still as good as feature regression with whole vectors. */
export function bitsFinding(points: readonly BitsPoint[]): string {
  const whole = points.filter(({ searcher }) => searcher === 'regression').at(-1);
  const ours = points.filter(({ searcher }) => searcher === 'listwiseRankerDistillation');
  const least = whole && ours.find(({ map }) => map >= whole.map);
  if (!whole || !least) return 'What vectors of fewer bytes cost';
  return least.bytes === whole.bytes
    ? 'What vectors of fewer bytes cost'
    : `${decimals(least.map, 1)} % with ${least.bytes} bytes a vector, where feature regression has ${decimals(whole.map, 1)} % with ${whole.bytes}`;
}
