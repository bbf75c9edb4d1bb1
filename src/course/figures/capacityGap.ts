import { axis, composeFigure, legendRowsFor, logAxis, type Figure, type FigureOptions } from '../../report/plots/figure.js';
import { compactCount, logTicks } from '../../report/plots/formatting.js';
import { RetrievalError } from '../../errors.js';
import type { CapacityRun } from '../../study/figures/capacityCurve.js';
import { methodSeries, positionsOf } from '../../study/figures/methodSeries.js';
import { methodLines } from '../../study/figures/methodTraces.js';
import { short } from './slider.js';

/**
 * What a smaller query model costs, by method; buttons choose what is drawn: the mAP, what is missing to the gallery model,
 * or what a method gains on feature regression.
 *
 * @throws RetrievalError without runs.
 * @example
 * await show(capacityGap(select.capacity(runs, currentWorkspace().dataset).map(({ record }) => record)));
 */
export function capacityGap(runs: readonly CapacityRun[], options: FigureOptions = {}): Figure {
  const ceiling = runs[0]?.mapSymmetricGallery;
  if (ceiling === undefined) throw new RetrievalError({ what: 'The figure needs runs', found: 'none', kind: 'usage' });
  const series = methodSeries(
    runs.map(({ loss, parameters, mapAsymmetric }) => ({ method: loss, x: parameters, y: mapAsymmetric })),
  );
  const baseline = new Map(
    series.find(({ method }) => method === 'regression')?.points.map(({ x, y }) => [x, y] as const),
  );
  const views = [
    { label: 'mAP', axis: 'Asymmetric mAP (%)', of: (y: number) => y },
    { label: 'Gap to the gallery model', axis: 'Points of mAP missing', of: (y: number) => ceiling - y },
    { label: 'Gain on copying', axis: 'Points of mAP above feature regression', of: (y: number, x: number) => y - baseline.get(x)! },
  ].filter(({ label }) => label !== 'Gain on copying' || baseline.size > 0);
  const ticks = logTicks(positionsOf(series));
  return composeFigure({
    title: options.title ?? 'The smaller the query model, the more depends on what it is asked for',
    subtitle: options.subtitle ?? 'Means over seeds. The buttons choose what is drawn',
    data: methodLines(series, { spread: 'bars', unit: ' points' }),
    legendRows: legendRowsFor(series.length),
    headRoom: 52,
    layout: {
      xaxis: logAxis('Trained weights of the query model', undefined, ticks, ticks.map(compactCount)),
      yaxis: axis(views[0]!.axis, undefined, { rangemode: 'tozero' }),
      updatemenus: [
        {
          type: 'buttons',
          direction: 'right',
          x: 0,
          xanchor: 'left',
          y: 1.02,
          yanchor: 'bottom',
          buttons: views.map((view) => ({
            label: view.label,
            method: 'update',
            args: [
              { y: series.map(({ points }) => points.map(({ x, y }) => finite(view.of(y, x)))) },
              { 'yaxis.title.text': view.axis },
            ],
          })),
        },
      ],
    },
  });
}

/** A point that has nothing to be compared with is not drawn. */
const finite = (value: number): number | null => (Number.isFinite(value) ? short(value) : null);
