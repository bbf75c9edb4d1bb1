import type { BenchRun } from '../bench/types.js';
import { escapeHtml } from './escapeHtml.js';
import { axis, composeFigure, legendRowsFor, logAxis, type Figure, type FigureOptions } from './figure.js';
import { methodStyles } from './theme.js';

const ticks = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];

/** How the ratio of each item changed from measurement to measurement. */
export function benchHistory(runs: readonly BenchRun[], options: FigureOptions = {}): Figure {
  const items = [...new Set(runs.flatMap(({ results }) => results.map(({ item }) => item)))];
  const styles = methodStyles(items);
  return composeFigure({
    title: options.title ?? 'Our time over the peer’s, from measurement to measurement',
    subtitle: options.subtitle ?? `${runs.length} measurements; below 1 we are faster`,
    legendRows: legendRowsFor(items.length),
    data: items.map((item) => {
      const measured = runs.flatMap((run, n) =>
        run.results.filter((result) => result.item === item).map(({ ratio }) => ({ n, ratio, run })),
      );
      const { color, symbol } = styles.get(item)!;
      return {
        type: 'scatter' as const,
        mode: 'lines+markers' as const,
        name: escapeHtml(item),
        x: measured.map(({ n }) => n + 1),
        y: measured.map(({ ratio }) => ratio),
        text: measured.map(({ run }) => `${run.time.slice(0, 16)}, ${run.commit}`),
        hovertemplate: `${escapeHtml(item)}: %{y:.3f}<br>%{text}<extra></extra>`,
        line: { color, width: 1.5 },
        marker: { color, symbol, size: 8 },
      };
    }),
    layout: {
      xaxis: axis('Measurement', undefined, { dtick: 1 }),
      yaxis: logAxis('Our time / the peer’s', undefined, ticks),
    },
  });
}
