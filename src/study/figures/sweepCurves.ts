import type { Data } from 'plotly.js-dist-min';
import {
  axis,
  composeFigure,
  legendRowsFor,
  logAxis,
  type Axis,
  type Figure,
  type FigureOptions,
} from '../../report/plots/figure.js';
import { decimals } from '../../report/plots/formatting.js';
import { methodSeries, seedsOf, type MethodPoint, type MethodSeries } from './methodSeries.js';
import { methodLines } from './methodTraces.js';
import { fonts, ink } from '../../report/plots/theme.js';
import { nameWithin } from '../methods/looks.js';

/** One run of a sweep. */
export interface SweepRun {
  /** Id of the method. */
  loss: string;
  /** Value of the hyperparameter; texts are set side by side in the order of their first appearance. */
  value: number | string;
  /** Whether this is the value that the validation split chose. */
  chosen: boolean;
  /** Per cent. */
  mapAsymmetric: number;
  orderConsistency10: number;
}

export interface SweepOptions extends FigureOptions {
  /** Name of the horizontal axis. */
  label: string;
  /** The hyperparameter as the subject of a sentence; default: the label. */
  subject?: string;
  /** Whether numbers lie on a logarithmic axis. Default false. */
  logarithmic?: boolean;
}

const columns: [left: number, right: number][] = [
  [0, 0.46],
  [0.54, 1],
];

/** Asymmetric mAP and order consistency@10 against one hyperparameter, side by side; the chosen value in a ring. */
export function sweepCurves(runs: readonly SweepRun[], options: SweepOptions): Figure {
  const { label, subject, logarithmic = false } = options;
  const values = [...new Set(runs.map((run) => run.value))];
  const places = placesOf(values);
  const seriesOf = (measure: (run: SweepRun) => number): MethodSeries[] =>
    methodSeries(
      runs.map((run): MethodPoint => ({ method: run.loss, x: places.get(run.value)!, y: measure(run) })),
    );
  const [map, order] = [seriesOf((run) => run.mapAsymmetric), seriesOf((run) => run.orderConsistency10)];
  const chosen = runs
    .filter((run) => run.chosen)
    .map((run) => ({ loss: run.loss, x: places.get(run.value)! }));
  const horizontal = (domain: [number, number], anchor: 'y' | 'y2'): Axis => ({
    ...valueAxis(label, values, logarithmic),
    domain,
    anchor,
  });
  return composeFigure({
    title: options.title ?? finding(subject ?? label, map, values, places),
    subtitle:
      options.subtitle ??
      `${seedsOf(map)}, bars: range over seeds${chosen.length > 0 ? '; ringed: the setting that validation chose' : ''}`,
    data: [
      ...rings(map, chosen),
      ...methodLines(map, { spread: 'bars', unit: ' %' }),
      ...[...rings(order, chosen), ...methodLines(order, { spread: 'bars', unit: ' %' })].map((trace) => ({
        ...trace,
        xaxis: 'x2',
        yaxis: 'y2',
        showlegend: false,
      })),
    ],
    legendRows: legendRowsFor(map.length),
    headRoom: 30,
    layout: {
      xaxis: horizontal(columns[0]!, 'y'),
      xaxis2: horizontal(columns[1]!, 'y2'),
      yaxis: axis('', undefined, { anchor: 'x' }),
      yaxis2: axis('', undefined, { anchor: 'x2' }),
      annotations: ['Asymmetric mAP (%)', 'Order consistency@10 (%)'].map((text, at) => ({
        text: `<b>${text}</b>`,
        x: columns[at]![0],
        y: 1,
        xref: 'paper',
        yref: 'paper',
        xanchor: 'left',
        yanchor: 'bottom',
        showarrow: false,
        font: { size: fonts.note, color: ink.text },
      })),
    },
  });
}

/** Numbers stand where they are, texts side by side. */
function placesOf(values: readonly (number | string)[]): Map<number | string, number> {
  return new Map(values.map((value, at) => [value, typeof value === 'number' ? value : at]));
}

function valueAxis(label: string, values: readonly (number | string)[], logarithmic: boolean): Axis {
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length < values.length) {
    return axis(label, undefined, {
      tickmode: 'array',
      tickvals: values.map((_, at) => at),
      ticktext: values.map((value) => wordsOf(value).replaceAll(' ', '<br>')),
      range: [-0.4, values.length - 0.6],
    });
  }
  if (logarithmic) return logAxis(label, undefined, numbers);
  return axis(label, undefined, { tickmode: 'array', tickvals: numbers });
}

/** `inversePosition` as `inverse position`, `iSpline` as `I-spline`. */
function wordsOf(value: number | string): string {
  return String(value)
    .replace(/^i([A-Z])/, (_, start: string) => `I-${start.toLowerCase()}`)
    .replace(
    /([a-z]{2})([A-Z])/g,
    (_, end: string, start: string) => `${end} ${start.toLowerCase()}`,
  );
}

function rings(
  series: readonly MethodSeries[],
  chosen: readonly { loss: string; x: number }[],
): Partial<Data>[] {
  const points = series.flatMap(({ method, points: all }) =>
    all.filter(({ x }) => chosen.some((one) => one.loss === method && one.x === x)),
  );
  if (points.length === 0) return [];
  return [
    {
      type: 'scatter',
      mode: 'markers',
      showlegend: false,
      hoverinfo: 'skip',
      x: points.map(({ x }) => x),
      y: points.map(({ y }) => y),
      marker: { symbol: 'circle-open', size: 20, color: ink.text, line: { color: ink.text, width: 2 } },
    },
  ];
}

/** Which method the hyperparameter moves most, and to what it should be set. */
function finding(
  subject: string,
  series: readonly MethodSeries[],
  values: readonly (number | string)[],
  places: Map<number | string, number>,
): string {
  const swings = series
    .filter(({ points }) => points.length > 1)
    .map(({ method, points }) => {
      const ranked = [...points].sort((a, b) => b.y - a.y);
      const best = wordsOf(values.find((value) => places.get(value) === ranked[0]!.x)!);
      return { method, swing: ranked[0]!.y - ranked.at(-1)!.y, best };
    })
    .sort((a, b) => b.swing - a.swing);
  const most = swings[0];
  if (!most) return `${subject} changes what a query model finds`;
  const { method, swing, best } = most;
  return `${subject} moves ${nameWithin(method)} by ${decimals(swing)} points, best with ${best}`;
}
