import type { Data } from 'plotly.js-dist-min';
import type { RunRecord } from '../../experiments/runRecord.js';
import { referenceLine } from './capacityCurve.js';
import { escapeHtml } from '../../base/escapeHtml.js';
import { axis, composeFigure, legendRowsFor, logAxis, type Figure, type FigureOptions } from '../../report/plots/figure.js';
import { compactCount, decimals, logTicks, percent } from '../../report/plots/formatting.js';
import { methodSeries, seedsOf, type MethodSeries } from './methodSeries.js';
import { errorBars, markerOf } from '../../report/plots/markers.js';
import { methodLooks, nameInTitle } from '../methods/looks.js';
import { references } from '../methods/references.js';

/** What the figure reads of a run's record. */
export type CostRun = Pick<RunRecord, 'loss' | 'flops' | 'mapAsymmetric' | 'mapSymmetricGallery'>;

export interface CostOptions extends FigureOptions {
  /** Operations of the gallery model for one picture; drawn as the end of the dashed line. */
  galleryFlops?: number;
}

/** Asymmetric mAP against what one query costs, a point per method and query model. */
export function costAccuracy(runs: readonly CostRun[], options: CostOptions = {}): Figure {
  const series = methodSeries(
    runs.map(({ loss, flops, mapAsymmetric }) => ({ method: loss, x: flops, y: mapAsymmetric })),
  );
  const { galleryFlops } = options;
  const costs = [...runs.map((run) => run.flops), ...(galleryFlops === undefined ? [] : [galleryFlops])];
  const ticks = logTicks(costs);
  const ceiling = runs[0]?.mapSymmetricGallery;
  return composeFigure({
    title: options.title ?? costFinding(series, ceiling, galleryFlops),
    subtitle:
      options.subtitle ?? `Cost of embedding one query picture; ${seedsOf(series)}, bars: range over seeds`,
    data: [...points(series), ...galleryPoint(ceiling, galleryFlops)],
    legendRows: legendRowsFor(series.length + (galleryFlops === undefined ? 0 : 1)),
    layout: {
      xaxis: logAxis('Operations per query picture', 'FLOPs', ticks, ticks.map(compactCount)),
      yaxis: axis('Asymmetric mAP', '%', { rangemode: 'tozero' }),
      ...(ceiling !== undefined && referenceLine(ceiling, 'gallery model on both sides')),
    },
  });
}

function points(series: MethodSeries[]): Partial<Data>[] {
  const looks = methodLooks(series.map(({ method }) => method));
  return series.map(({ method, points }) => ({
    type: 'scatter',
    mode: 'markers',
    name: escapeHtml(looks.get(method)!.label),
    x: points.map((point) => point.x),
    y: points.map((point) => point.y),
    marker: markerOf(looks.get(method)!, 13),
    error_y: errorBars(points, looks.get(method)!.color),
    hovertemplate: '%{x:.3s}FLOPs: %{y:.3~g} %',
  }));
}

function galleryPoint(map: number | undefined, flops: number | undefined): Partial<Data>[] {
  if (map === undefined || flops === undefined) return [];
  const look = references.symmetricGallery;
  return [
    {
      type: 'scatter',
      mode: 'markers',
      name: look.label,
      x: [flops],
      y: [map],
      marker: markerOf(look, 16),
    },
  ];
}

/** What the best method reaches at which share of the gallery model's cost. */
export function costFinding(
  series: readonly MethodSeries[],
  ceiling?: number,
  galleryFlops?: number,
): string {
  const best = series
    .flatMap(({ method, points }) => points.map((point) => ({ method, ...point })))
    .sort((a, b) => b.y - a.y)[0];
  if (!best) return 'Dearer query models find more';
  const name = nameInTitle(best.method);
  if (ceiling === undefined || galleryFlops === undefined) {
    return `${name} reaches ${percent(best.y)} mAP with ${compactCount(best.x)}FLOPs per query`;
  }
  const share = decimals((100 * best.y) / ceiling, 0);
  return `${name} reaches ${share}\u00a0% of the gallery model's mAP at 1/${decimals(galleryFlops / best.x, 0)} of its cost`;
}
