import type { Layout } from 'plotly.js-dist-min';
import type { RunRecord } from '../../experiments/runRecord.js';
import { axis, composeFigure, legendRowsFor, logAxis, type Figure, type FigureOptions } from '../../report/plots/figure.js';
import { levelLine } from '../../report/plots/levelLine.js';
import { compactCount, logTicks, percent } from '../../report/plots/formatting.js';
import { extremes, methodSeries, positionsOf, seedsOf, type MethodSeries } from './methodSeries.js';
import { methodLines } from './methodTraces.js';
import { fonts, ink } from '../../report/plots/theme.js';
import { nameInTitle, nameWithin } from '../methods/looks.js';

/** What the figure reads of a run's record. */
export type CapacityRun = Pick<RunRecord, 'loss' | 'parameters' | 'mapAsymmetric' | 'mapSymmetricGallery'>;

/** Asymmetric mAP against the query model's trained weights, with the gallery model's own mAP as a dashed line. */
export function capacityCurve(runs: readonly CapacityRun[], options: FigureOptions = {}): Figure {
  const series = methodSeries(
    runs.map(({ loss, parameters, mapAsymmetric }) => ({ method: loss, x: parameters, y: mapAsymmetric })),
  );
  const sizes = positionsOf(series);
  const ticks = logTicks(sizes);
  const ceiling = runs[0]?.mapSymmetricGallery;
  return composeFigure({
    title: options.title ?? finding(series, sizes),
    subtitle: options.subtitle ?? `${seedsOf(series)}, bars: range over seeds`,
    data: methodLines(series, { spread: 'bars', unit: ' %' }),
    legendRows: legendRowsFor(series.length),
    layout: {
      xaxis: logAxis('Trained weights of the query model', undefined, ticks, ticks.map(compactCount)),
      yaxis: axis('Asymmetric mAP', '%', { rangemode: 'tozero' }),
      ...(ceiling !== undefined && referenceLine(ceiling, 'gallery model on both sides')),
    },
  });
}

/** A dashed horizontal line across the plot with its name and value above its left end. */
export function referenceLine(y: number, name: string): Partial<Layout> {
  return {
    shapes: [levelLine(y)],
    annotations: [
      {
        text: `${name}: ${percent(y)}`,
        xref: 'paper',
        x: 0.01,
        y,
        xanchor: 'left',
        yanchor: 'bottom',
        showarrow: false,
        font: { size: fonts.note, color: ink.text },
      },
    ],
  };
}

function finding(series: MethodSeries[], sizes: number[]): string {
  const [small, large] = [sizes[0], sizes.at(-1)].map((size) => {
    const ends = size === undefined ? undefined : extremes(series, size);
    return ends && ends.best.method !== ends.worst.method ? { best: ends.best.method, size: size! } : undefined;
  });
  if (!small || !large) return 'Retrieval depends on the size of the query model';
  const first = `${nameInTitle(small.best)} leads with ${compactCount(small.size)} weights`;
  if (small.size === large.size) return first;
  const last = `with ${compactCount(large.size)}`;
  return small.best === large.best ? `${first} and ${last}` : `${first}, ${nameWithin(large.best)} ${last}`;
}
