import type { Data } from 'plotly.js-dist-min';
import type { BenchResult } from '../types.js';
import { escapeHtml } from '../../base/escapeHtml.js';
import { composeFigure, type Figure, type FigureOptions } from '../../report/plots/figure.js';
import { rowsHeight } from '../../report/plots/rowColumns.js';
import { itemWords } from '../itemWords.js';
import { ratioRows } from './ratioRows.js';
import { ink } from '../../report/plots/theme.js';

/** What the figure reads of a measurement. */
export type RatioResult = Pick<BenchResult, 'item' | 'ratio' | 'target' | 'met' | 'peers'>;

export interface RatioOptions extends FigureOptions {
  /** What the results are about; stands before the finding. */
  subject?: string;
}

/** Our time over the peer's for every item, lowest to highest round, with the target of each as a tick. */
export function benchRatios(results: readonly RatioResult[], options: RatioOptions = {}): Figure {
  const judged = results
    .flatMap((row) => (row.target === undefined ? [] : [{ ...row, target: row.target }]))
    .map((row) => ({ ...row, name: escapeHtml(itemWords(row.item)) }))
    .reverse();
  const subject = options.subject ? `${options.subject}: ` : '';
  const met = judged.filter((row) => row.met).length;
  const { columns, rows, layout } = ratioRows(
    judged.map(({ name }) => name),
    judged.flatMap(({ ratio, target, peers }) => [ratio, target, ...peers.flatMap(({ spread }) => spread)]),
  );
  return composeFigure({
    title: options.title ?? `${subject}${met} of ${judged.length} speed targets are met`,
    subtitle:
      options.subtitle ?? 'our time / the fastest peer’s, median of rounds; line: lowest to highest round',
    plotHeight: rowsHeight(rows, 28, 340),
    legendRows: 1,
    data: columns.flatMap(({ names, axes }, at) => {
      const own = judged.filter(({ name }) => names.has(name));
      return [targets(own), measured(own)].map((trace) => ({ ...trace, ...axes, showlegend: at === 0 }));
    }),
    layout,
  });
}

type Judged = RatioResult & { target: number; name: string };

function targets(rows: readonly Judged[]): Partial<Data> {
  return {
    type: 'scatter',
    mode: 'markers',
    name: 'target',
    legendgroup: 'target',
    x: rows.map(({ target }) => target),
    y: rows.map(({ name }) => name),
    marker: { symbol: 'line-ns-open', size: 17, color: ink.text, line: { width: 2 } },
    hovertemplate: '%{y}: target %{x}<extra></extra>',
  };
}

function measured(rows: readonly Judged[]): Partial<Data> {
  const fastest = rows.map(({ peers, ratio }) => peers.find((peer) => peer.ratio === ratio) ?? peers[0]!);
  return {
    type: 'scatter',
    mode: 'markers',
    name: 'measured: ● met, ✕ missed',
    legendgroup: 'measured',
    x: rows.map(({ ratio }) => ratio),
    y: rows.map(({ name }) => name),
    error_x: {
      type: 'data',
      symmetric: false,
      array: fastest.map(({ ratio, spread }) => spread[1] - ratio),
      arrayminus: fastest.map(({ ratio, spread }) => ratio - spread[0]),
      color: ink.axis,
      thickness: 1.5,
      width: 4,
    },
    marker: {
      size: 11,
      color: rows.map((row) => (row.met ? ink.positive : ink.negative)),
      symbol: rows.map((row) => (row.met ? 'circle' : 'x')),
    },
    text: fastest.map(({ name }) => escapeHtml(name)),
    hovertemplate: '%{y}: %{x:.3f} of %{text}<extra></extra>',
  };
}
