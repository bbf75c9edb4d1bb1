import type { BenchResult } from '../types.js';
import { escapeHtml } from '../../base/escapeHtml.js';
import { composeFigure, type Figure, type FigureOptions } from '../../report/plots/figure.js';
import { itemWords } from '../itemWords.js';
import { ratioAxes } from './ratioAxes.js';
import { ink } from '../../report/plots/theme.js';

/** What the figure reads of a measurement. */
export type RatioResult = Pick<BenchResult, 'item' | 'ratio' | 'target' | 'met' | 'peers'>;

export interface RatioOptions extends FigureOptions {
  /** What the results are about; stands before the finding. */
  subject?: string;
}

/** Our time over the peer's for every item, lowest to highest round, with the target of each as a tick. */
export function benchRatios(results: readonly RatioResult[], options: RatioOptions = {}): Figure {
  const rows = results
    .flatMap((row) => (row.target === undefined ? [] : [{ ...row, target: row.target }]))
    .reverse();
  const names = rows.map(({ item }) => escapeHtml(itemWords(item)));
  const fastest = rows.map(({ peers, ratio }) => peers.find((peer) => peer.ratio === ratio) ?? peers[0]!);
  const met = rows.filter((row) => row.met).length;
  const subject = options.subject ? `${options.subject}: ` : '';
  const colors = rows.map((row) => (row.met ? ink.positive : ink.negative));
  return composeFigure({
    title: options.title ?? `${subject}${met} of ${rows.length} speed targets are met`,
    subtitle:
      options.subtitle ?? 'our time / the fastest peer’s, median of rounds; line: lowest to highest round',
    height: 190 + 26 * rows.length,
    legendRows: 1,
    data: [
      {
        type: 'scatter',
        mode: 'markers',
        name: 'target',
        x: rows.map(({ target }) => target),
        y: names,
        marker: { symbol: 'line-ns-open', size: 17, color: ink.text, line: { width: 2 } },
        hovertemplate: '%{y}: target %{x}<extra></extra>',
      },
      {
        type: 'scatter',
        mode: 'markers',
        name: 'measured: ● met, ✕ missed',
        x: rows.map(({ ratio }) => ratio),
        y: names,
        error_x: {
          type: 'data',
          symmetric: false,
          array: fastest.map(({ ratio, spread }) => spread[1] - ratio),
          arrayminus: fastest.map(({ ratio, spread }) => ratio - spread[0]),
          color: ink.axis,
          thickness: 1.5,
          width: 4,
        },
        marker: { size: 11, color: colors, symbol: rows.map((row) => (row.met ? 'circle' : 'x')) },
        text: fastest.map(({ name }) => escapeHtml(name)),
        hovertemplate: '%{y}: %{x:.3f} of %{text}<extra></extra>',
      },
    ],
    layout: ratioAxes(names),
  });
}
