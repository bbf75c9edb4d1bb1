import { familyPanels } from './familyPanels.js';
import type { Figure, FigureOptions } from '../../report/plots/figure.js';
import { decimals, percent } from '../../report/plots/formatting.js';
import { extremes, methodSeries, positionsOf, seedsOf, type MethodSeries } from './methodSeries.js';
import { logRange } from '../../report/plots/panelGrid.js';
import type { ConsistencyRun } from './rankConsistencyCurve.js';
import { methodLabel } from '../methods/looks.js';

const leastRatio = 2.4;

/** Order consistency against the depth of the gallery model's ranking for every method, a panel per family. */
export function consistencyPanels(runs: readonly ConsistencyRun[], options: FigureOptions = {}): Figure {
  const series = methodSeries(
    runs.flatMap(({ loss, consistencyCurve }) =>
      consistencyCurve.map(({ depth, value }) => ({ method: loss, x: depth, y: value })),
    ),
  );
  const depths = positionsOf(series);
  const values = series.flatMap(({ points }) => points.map(({ y }) => y));
  return familyPanels(series, {
    title: options.title ?? finding(series, depths),
    subtitle:
      options.subtitle ??
      `Pairs of the gallery model's top k that are kept in order; grey: the other families; ${seedsOf(series)}`,
    joined: true,
    axes: {
      xTitle: 'Depth k',
      yTitle: 'Consistency@k (%)',
      xRange: logRange(depths),
      yRange: [Math.min(...values) - 1, Math.max(...values) + 1],
      xTicks: ticksOf(depths),
    },
  });
}

/** Depths far enough from each other for the numbers to stay apart in a small panel, the deepest among them. */
function ticksOf(depths: readonly number[]): number[] {
  const ticks: number[] = [];
  for (const depth of [...depths].reverse()) {
    if (ticks.length === 0 || ticks[0]! / depth >= leastRatio) ticks.unshift(depth);
  }
  return ticks;
}

function finding(series: readonly MethodSeries[], depths: readonly number[]): string {
  const depth = depths.includes(10) ? 10 : depths[0];
  const ends = depth === undefined ? undefined : extremes(series, depth);
  if (!ends) return 'Order consistency against depth';
  const { best, worst } = ends;
  const first = `${methodLabel(best.method)} keeps most top-${depth} pairs in order, ${percent(best.value)}`;
  const regression = series.find(({ method }) => method === 'regression');
  const base = regression?.points.find(({ x }) => x === depth)?.y;
  return base === undefined || best.method === 'regression'
    ? `${first}; ${methodLabel(worst.method)} fewest, ${percent(worst.value)}`
    : `${first}, ${decimals(best.value - base)} points more than ${methodLabel('regression').toLowerCase()}`;
}
