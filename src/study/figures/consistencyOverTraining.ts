import type { TrajectoryPoint } from '../../experiments/runManifest.js';
import { axis, composeFigure, legendRowsFor, type Figure, type FigureOptions } from '../../report/plots/figure.js';
import { percent } from '../../report/plots/formatting.js';
import { extremes, methodSeries, positionsOf, seedsOf, type MethodSeries } from './methodSeries.js';
import { methodLines } from './methodTraces.js';
import { nameInTitle } from '../methods/looks.js';

/** One run's measurements during its training. */
export interface TrainingRun {
  /** Id of the method. */
  loss: string;
  trajectory: readonly TrajectoryPoint[];
}

const measures = {
  orderConsistency10: 'Order consistency@10',
  orderConsistency100: 'Order consistency@100',
  mapAsymmetric: 'Asymmetric mAP',
} as const;

export interface OverTrainingOptions extends FigureOptions {
  /** Default `orderConsistency10`. */
  measure?: keyof typeof measures;
}

/** Order consistency or mAP on the evaluation split against the training step, a line per method. */
export function consistencyOverTraining(
  runs: readonly TrainingRun[],
  options: OverTrainingOptions = {},
): Figure {
  const { measure = 'orderConsistency10' } = options;
  const series = methodSeries(
    runs.flatMap(({ loss, trajectory }) =>
      trajectory.map((point) => ({ method: loss, x: point.step, y: point[measure] })),
    ),
  );
  return composeFigure({
    title: options.title ?? finding(series, measure),
    subtitle:
      options.subtitle ?? `Measured on the evaluation split; ${seedsOf(series)}, band: range over seeds`,
    data: methodLines(series, { unit: ' %' }),
    legendRows: legendRowsFor(series.length),
    layout: {
      xaxis: axis('Training step', 'batches', { rangemode: 'tozero' }),
      yaxis: axis(measures[measure], '%'),
    },
  });
}

function finding(series: MethodSeries[], measure: keyof typeof measures): string {
  const end = positionsOf(series).at(-1);
  const best = end === undefined ? undefined : extremes(series, end)?.best;
  if (!best) return `${measures[measure]} grows during training`;
  const name = nameInTitle(best.method);
  if (measure === 'mapAsymmetric') return `${name} ends highest, at ${percent(best.value)} mAP`;
  const depth = measure.replace('orderConsistency', '');
  return `${name} ends with most order kept: ${percent(best.value)} of top-${depth} pairs`;
}
