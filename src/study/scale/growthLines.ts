import type { Data } from 'plotly.js-dist-min';
import { escapeHtml } from '../../base/escapeHtml.js';
import { composeFigure, logAxis, type Figure, type FigureOptions } from '../../report/plots/figure.js';
import { compactCount, decimals, logTicks } from '../../report/plots/formatting.js';
import { lineColors } from '../../report/plots/theme.js';
import { growthRows, slopeRows } from './scaleTable.js';
import type { Row } from '../../report/tables/table.js';
import type { ScaleResult } from './scaleResults.js';

/** Time of a query by the number of vectors, one line a way to search. */
export function growthLines(results: readonly ScaleResult[], options: FigureOptions = {}): Figure {
  const rows = growthRows(results);
  const pointsOf = ({ index, search }: Row): Row[] =>
    rows.filter((row) => row.index === index && row.search === search);
  // Of ways that were measured at two sizes the table tells.
  const all = slopeRows(results);
  const fewest = Math.min(3, Math.max(...all.map((way) => pointsOf(way).length)));
  const slopes = all.filter((way) => pointsOf(way).length >= fewest);
  const sizes = [...new Set(rows.map(({ vectors }) => vectors as number))].sort((a, b) => a - b);
  const lines = slopes.map(({ index, search, query }, n): Partial<Data> => {
    const own = pointsOf({ index, search });
    const color = lineColors[n % lineColors.length]!;
    const name = [index, search].filter(Boolean).join(', ');
    return {
      type: 'scatter',
      mode: 'lines+markers',
      name: `${escapeHtml(name)}: power ${decimals(query as number, 2)}`,
      x: own.map(({ vectors }) => vectors as number),
      y: own.map(({ p50 }) => p50 as number),
      line: { color, width: 2, dash: n < lineColors.length ? 'solid' : 'dash' },
      marker: { color, size: 8 },
      text: own.map(({ recall }) => decimals(recall as number, 1)),
      hovertemplate: '%{x:,} vectors: %{y:.1f} ms, %{text} % found',
    };
  });
  const times = rows.map(({ p50 }) => p50 as number);
  return composeFigure({
    title: options.title ?? growthFinding(slopes),
    subtitle:
      options.subtitle ?? 'Median time of a query by the gallery model, one at a time, 100 results each',
    data: lines,
    legendRows: Math.ceil(lines.length / 2),
    layout: {
      xaxis: logAxis('Vectors', undefined, sizes, sizes.map(compactCount)),
      yaxis: logAxis('Time of a query', 'ms', logTicks(times)),
    },
  });
}

function growthFinding(slopes: ReturnType<typeof slopeRows>): string {
  const exact = slopes.find(({ index }) => index === 'Exact');
  const others = slopes.filter((row) => row !== exact).map(({ query }) => query as number);
  if (!exact || others.length === 0) return 'How the time of a query grows';
  return `Exact search grows with the vectors to the power ${decimals(exact.query as number, 2)}, indexes to ${decimals(Math.min(...others), 2)} to ${decimals(Math.max(...others), 2)}`;
}
