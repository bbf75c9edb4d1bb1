import type { ConsistencyPoint } from '../../experiments/runManifest.js';
import { axis, composeFigure, legendRowsFor, logAxis, type Figure, type FigureOptions } from '../../report/plots/figure.js';
import { percent } from '../../report/plots/formatting.js';
import { extremes, methodSeries, positionsOf, seedsOf, type MethodSeries } from './methodSeries.js';
import { methodLines } from './methodTraces.js';
import { nameInTitle } from '../methods/looks.js';

/** One run's order consistency at several depths. */
export interface ConsistencyRun {
  /** Id of the method. */
  loss: string;
  consistencyCurve: readonly ConsistencyPoint[];
}

export interface RankConsistencyOptions extends FigureOptions {
  /** Depth that the title speaks of; default 10, else the smallest measured one. */
  depth?: number;
}

/** Order consistency against the depth k of the gallery model's ranking, a line per method. */
export function rankConsistencyCurve(
  runs: readonly ConsistencyRun[],
  options: RankConsistencyOptions = {},
): Figure {
  const series = methodSeries(
    runs.flatMap(({ loss, consistencyCurve }) =>
      consistencyCurve.map(({ depth, value, low, high }) => ({
        method: loss,
        x: depth,
        y: value,
        low,
        high,
      })),
    ),
  );
  const depths = positionsOf(series);
  const depth = depths.includes(options.depth ?? 10) ? (options.depth ?? 10) : (depths[0] ?? 10);
  return composeFigure({
    title: options.title ?? orderFinding(series, depth),
    subtitle:
      options.subtitle ??
      `Pairs of the gallery model's top k kept in order; ${seedsOf(series)}, band: 95 % over queries`,
    data: methodLines(series, { unit: ' %' }),
    legendRows: legendRowsFor(series.length),
    layout: {
      xaxis: logAxis('Depth k of the ranking', 'gallery pictures', depths),
      yaxis: axis('Order consistency@k', '%'),
    },
  });
}

/** Which method keeps most of the order at a depth. @param among of which it is the best, such as ` in these families` */
export function orderFinding(series: readonly MethodSeries[], depth: number | undefined, among = ''): string {
  const best = depth === undefined ? undefined : extremes(series, depth)?.best;
  if (!best) return 'Query models keep part of the order';
  return `${nameInTitle(best.method)} keeps most of the order${among}: ${percent(best.value)} of top-${depth} pairs`;
}
