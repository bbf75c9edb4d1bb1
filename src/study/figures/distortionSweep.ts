import type { RunRecord } from '../../experiments/runRecord.js';
import { axis, composeFigure, legendRowsFor, logAxis, type Figure, type FigureOptions } from '../../report/plots/figure.js';
import { decimals } from '../../report/plots/formatting.js';
import { methodSeries, positionsOf, seedsOf, type MethodSeries } from './methodSeries.js';
import { methodLines } from './methodTraces.js';
import { nameInTitle, nameWithin } from '../methods/looks.js';

/** What the figure reads of a run's record. */
export type DistortionRun = Pick<RunRecord, 'loss' | 'distortion' | 'mapAsymmetric'>;

const fractions: Record<string, string> = { 0.125: '1/8', 0.25: '1/4', 0.5: '1/2' };

/** Asymmetric mAP against the exponent p, when the losses are given t^p in place of the gallery similarities t. */
export function distortionSweep(runs: readonly DistortionRun[], options: FigureOptions = {}): Figure {
  const series = methodSeries(
    runs.map(({ loss, distortion, mapAsymmetric }) => ({ method: loss, x: distortion, y: mapAsymmetric })),
  );
  const exponents = positionsOf(series);
  return composeFigure({
    title: options.title ?? finding(series),
    subtitle:
      options.subtitle ??
      `The losses see t<sup>p</sup> in place of the similarity t; ${seedsOf(series)}, bars: range over seeds`,
    data: methodLines(series, { spread: 'bars', unit: ' %' }),
    legendRows: legendRowsFor(series.length),
    layout: {
      xaxis: logAxis(
        'Exponent p of the distortion',
        undefined,
        exponents,
        exponents.map((exponent) => fractions[exponent] ?? String(exponent)),
      ),
      yaxis: axis('Asymmetric mAP', '%'),
    },
  });
}

function finding(series: MethodSeries[]): string {
  const swings = series
    .filter(({ points }) => points.length > 1)
    .map(({ method, points }) => {
      const values = points.map((point) => point.y);
      return { method, swing: Math.max(...values) - Math.min(...values) };
    })
    .sort((a, b) => a.swing - b.swing);
  const [steadiest, shakiest] = [swings[0], swings.at(-1)];
  if (!steadiest || !shakiest) return 'Distorted gallery similarities change what a query model learns';
  const by = `${decimals(steadiest.swing)} points`;
  return swings.length > 1
    ? `${nameInTitle(steadiest.method)} bears distorted scores best, within ${by}`
    : `Distorted scores move ${nameWithin(steadiest.method)} by ${by}`;
}
