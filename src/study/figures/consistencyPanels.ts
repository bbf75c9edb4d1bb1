import { familyPanels, familyPart } from './familyPanels.js';
import type { Figure, FigureOptions } from '../../report/plots/figure.js';
import { methodSeries, positionsOf, seedsOf } from './methodSeries.js';
import { logRange } from '../../report/plots/panelGrid.js';
import { orderFinding, type ConsistencyRun } from './rankConsistencyCurve.js';

const leastRatio = 2.4;

export interface FamilyPanelOptions extends FigureOptions {
  /** Which of the figures: 0, the default, shows the first four families, 1 the next four and so on, if there are any. */
  part?: number;
}

/** Order consistency against the depth of the gallery model's ranking for every method, a panel per family. */
export function consistencyPanels(
  runs: readonly ConsistencyRun[],
  options: FamilyPanelOptions = {},
): Figure | undefined {
  const series = methodSeries(
    runs.flatMap(({ loss, consistencyCurve }) =>
      consistencyCurve.map(({ depth, value }) => ({ method: loss, x: depth, y: value })),
    ),
  );
  const depths = positionsOf(series);
  const values = series.flatMap(({ points }) => points.map(({ y }) => y));
  const { shown, isWhole } = familyPart(series, options.part ?? 0);
  const depth = depths.includes(10) ? 10 : depths[0];
  return familyPanels(series, shown, {
    title: options.title ?? orderFinding(shown, depth, isWhole ? '' : ' in these families'),
    subtitle:
      options.subtitle ??
      `Pairs of the gallery model's top k kept in order; grey: other families; ${seedsOf(series)}`,
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
