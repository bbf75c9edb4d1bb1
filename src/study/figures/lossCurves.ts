import { axis, composeFigure, legendRowsFor, type Figure, type FigureOptions } from '../../report/plots/figure.js';
import { decimals } from '../../report/plots/formatting.js';
import { methodSeries, seedsOf, type MethodSeries } from './methodSeries.js';
import { methodLines } from './methodTraces.js';

/** One run's training loss. */
export interface LossRun {
  /** Id of the method. */
  loss: string;
  losses: readonly { step: number; loss: number }[];
}

/** Training loss against the step, as a share of its first value, since the losses have different scales. */
export function lossCurves(runs: readonly LossRun[], options: FigureOptions = {}): Figure {
  const series = methodSeries(
    runs.flatMap(({ loss: method, losses }) =>
      losses.map(({ step, loss }) => ({ method, x: step, y: (100 * loss) / losses[0]!.loss })),
    ),
  );
  return composeFigure({
    title: options.title ?? finding(series),
    subtitle: options.subtitle ?? `Share of the first value; ${seedsOf(series)}, band: range over seeds`,
    data: methodLines(series, { markers: false, unit: ' %' }),
    legendRows: legendRowsFor(series.length),
    layout: {
      xaxis: axis('Training step', 'batches', { rangemode: 'tozero' }),
      yaxis: axis('Training loss', '% of its start', { rangemode: 'tozero' }),
    },
  });
}

function finding(series: readonly MethodSeries[]): string {
  const ends = series.flatMap(({ points }) => points.slice(-1)).map((point) => point.y);
  if (ends.length === 0) return 'Training loss';
  const [low, high] = [Math.min(...ends), Math.max(...ends)].map((value) => decimals(value, 0));
  return ends.length === 1
    ? `The loss ends at ${low}\u00a0% of its start`
    : `The losses end at ${low} to ${high}\u00a0% of their start`;
}
