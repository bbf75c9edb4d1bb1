import { costFinding, type CostOptions, type CostRun } from './costAccuracy.js';
import type { FamilyPanelOptions } from './consistencyPanels.js';
import { familyPanels, familyPart } from './familyPanels.js';
import type { Figure } from '../../report/plots/figure.js';
import { compactCount, logTicks } from '../../report/plots/formatting.js';
import { methodSeries, seedsOf } from './methodSeries.js';
import { logRange } from '../../report/plots/panelGrid.js';

/** Asymmetric mAP against what one query costs, for every method and query model, a panel per family. */
export function costPanels(
  runs: readonly CostRun[],
  options: CostOptions & FamilyPanelOptions = {},
): Figure | undefined {
  const series = methodSeries(
    runs.map(({ loss, flops, mapAsymmetric }) => ({ method: loss, x: flops, y: mapAsymmetric })),
  );
  const costs = runs.map(({ flops }) => flops);
  const ceiling = runs[0]?.mapSymmetricGallery;
  const { galleryFlops } = options;
  const gallery = `gallery model: ${galleryFlops === undefined ? '' : `${compactCount(galleryFlops)}FLOPs`}`;
  const { shown } = familyPart(series, options.part ?? 0);
  return familyPanels(series, shown, {
    title: options.title ?? costFinding(shown, ceiling, galleryFlops),
    subtitle:
      options.subtitle ??
      `Cost of one query picture (${gallery}); grey: other families; ${seedsOf(series)}`,
    joined: false,
    axes: {
      xTitle: 'FLOPs per query',
      yTitle: 'Asymmetric mAP (%)',
      xRange: logRange(costs),
      yRange: [0, 1.06 * Math.max(...runs.map((run) => run.mapAsymmetric))],
      xTicks: logTicks(costs).filter((_, at) => at % 3 === 0),
      xTickTexts: logTicks(costs)
        .filter((_, at) => at % 3 === 0)
        .map(compactCount),
    },
  });
}
