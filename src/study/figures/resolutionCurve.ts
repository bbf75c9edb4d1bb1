import { referenceLine } from './capacityCurve.js';
import { axis, composeFigure, legendRowsFor, logAxis, type Figure, type FigureOptions } from '../../report/plots/figure.js';
import { decimals } from '../../report/plots/formatting.js';
import { extremes, methodSeries, positionsOf, seedsOf, type MethodSeries } from './methodSeries.js';
import { methodLines } from './methodTraces.js';
import { nameInTitle } from '../methods/looks.js';

/** One run with the size of its query pictures. */
export interface ResolutionRun {
  /** Id of the method. */
  loss: string;
  /** Side of a query picture in pixels. */
  side: number;
  /** Per cent. */
  mapAsymmetric: number;
  mapSymmetricGallery: number;
}

/** Asymmetric mAP against the side of the query picture, with the gallery model's own mAP as a dashed line. */
export function resolutionCurve(runs: readonly ResolutionRun[], options: FigureOptions = {}): Figure {
  const series = methodSeries(
    runs.map(({ loss, side, mapAsymmetric }) => ({ method: loss, x: side, y: mapAsymmetric })),
  );
  const ceiling = runs[0]?.mapSymmetricGallery;
  return composeFigure({
    title: options.title ?? finding(series),
    subtitle: options.subtitle ?? `${seedsOf(series)}, bars: range over seeds`,
    data: methodLines(series, { spread: 'bars', unit: ' %' }),
    legendRows: legendRowsFor(series.length),
    layout: {
      xaxis: logAxis('Side of the query picture', 'pixels', positionsOf(series)),
      yaxis: axis('Asymmetric mAP', '%', { rangemode: 'tozero' }),
      ...(ceiling !== undefined && referenceLine(ceiling, 'gallery model on both sides')),
    },
  });
}

function finding(series: readonly MethodSeries[]): string {
  const sides = positionsOf(series);
  const [small, large] = [sides[0], sides.at(-1)];
  const ends = large === undefined ? undefined : extremes(series, large);
  if (!ends || small === large) return 'Small query pictures cost mAP';
  const { method, value } = ends.best;
  const low = series.find((one) => one.method === method)!.points.find(({ x }) => x === small);
  if (!low) return `${nameInTitle(method)} leads at ${large} pixels`;
  const change = value - low.y;
  const verb = change < 0 ? 'gains' : 'loses';
  return `${nameInTitle(method)} ${verb} ${decimals(Math.abs(change))} points of mAP from ${large} to ${small} pixels`;
}
