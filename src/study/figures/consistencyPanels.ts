import { familyPanels } from './familyPanels.js';
import type { Figure, FigureOptions } from '../../report/plots/figure.js';
import { methodSeries, positionsOf, seedsOf } from './methodSeries.js';
import { logRange } from '../../report/plots/panelGrid.js';
import { orderFinding, type ConsistencyRun } from './rankConsistencyCurve.js';

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
    title: options.title ?? orderFinding(series, depths.includes(10) ? 10 : depths[0]),
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
