import type { GrowthSeries } from '../growthReport.js';
import { composeFigure, logAxis, type Figure, type FigureOptions } from '../../report/plots/figure.js';
import { compactCount, decimals, logTicks } from '../../report/plots/formatting.js';
import { ink } from '../../report/plots/theme.js';

/** How the time of one piece of work grows with one of its sizes, with the expected growth as a dashed line. */
export function growthCurve(series: GrowthSeries, options: FigureOptions = {}): Figure {
  const { title, size, expected, found, points } = series;
  const sizes = points.map(({ x }) => x);
  const times = points.map(({ milliseconds }) => milliseconds);
  const last = points.at(-1)!;
  const promised = sizes.map((x) => last.milliseconds * (x / last.x) ** expected);
  const peaks = points.map(({ peakMegabytes }) => peakMegabytes).filter((peak) => peak !== undefined);
  const memory = peaks.length > 0 ? `; at most ${compactCount(Math.max(...peaks))} MB of extra memory` : '';
  const [xTicks, yTicks] = [sizes, logTicks([...times, ...promised])];
  return composeFigure({
    title: options.title ?? `Time grows with ${size} to the power ${decimals(found, 2)}`,
    subtitle: options.subtitle ?? `${title}${memory}`,
    legendRows: 1,
    data: [
      {
        type: 'scatter',
        mode: 'lines',
        name: `power ${expected}, as promised`,
        x: sizes,
        y: promised,
        line: { color: ink.neutral, dash: 'dash', width: 1.5 },
      },
      {
        type: 'scatter',
        mode: 'lines+markers',
        name: 'measured, median of 5',
        x: sizes,
        y: times,
        line: { color: '#0072B2', width: 2.5 },
        marker: { size: 9 },
        hovertemplate: '%{x}: %{y:.1f} ms<extra></extra>',
      },
    ],
    layout: {
      xaxis: logAxis(size[0]!.toUpperCase() + size.slice(1), undefined, xTicks, xTicks.map(compactCount)),
      yaxis: logAxis('Time', 'ms', yTicks),
    },
  });
}
