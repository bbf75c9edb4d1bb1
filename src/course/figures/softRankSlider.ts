import type { Data } from 'plotly.js-dist-min';
import { axis, composeFigure, type Figure, type FigureOptions } from '../../report/plots/figure.js';
import { ink, lineColors } from '../../report/plots/theme.js';
import { short, sliderBelow } from './slider.js';

export interface SoftRankOptions extends FigureOptions {
  /** Positions of the slider; default 0.001 to 1. */
  temperatures?: readonly number[];
  /** The one that is shown first; default the middle one. */
  selected?: number;
}

/**
 * The soft ranks of a list beside its exact ranks; a slider sets the temperature.
 *
 * @param similarities at least two
 * @example
 * await show(softRankSlider([0.7, 0.75, 0.4, 0.45]));
 */
export function softRankSlider(similarities: readonly number[], options: SoftRankOptions = {}): Figure {
  const { temperatures = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1] } = options;
  const selected = options.selected ?? Math.floor(temperatures.length / 2);
  const exact = softRanksOf(similarities, 0);
  const soft = temperatures.map((tau) => softRanksOf(similarities, tau).map(short));
  const marks = (name: string, y: readonly number[], marker: object): Partial<Data> => ({
    type: 'scatter',
    mode: 'markers',
    name,
    x: [...similarities],
    y: [...y],
    marker,
    hovertemplate: 'similarity %{x}: rank %{y}',
  });
  return composeFigure({
    title: options.title ?? 'A low temperature gives the ranks, a high one the same rank to all',
    subtitle: options.subtitle ?? 'A point per item. Move the slider below the figure',
    data: [
      marks('exact rank', exact, { symbol: 'circle-open', size: 16, color: ink.reference, line: { width: 2 } }),
      marks('soft rank', soft[selected]!, { size: 11, color: lineColors[1] }),
    ],
    legendRows: 1,
    headRoom: 44,
    layout: {
      xaxis: axis('Similarity', 'cosine'),
      yaxis: axis('Rank', undefined, { range: [similarities.length + 0.5, 0.5], dtick: 1 }),
      legend: { orientation: 'h', x: 0, y: 1.01, yanchor: 'bottom' },
      ...sliderBelow(
        'temperature τ = ',
        temperatures.map((tau, at) => ({
          label: String(tau),
          method: 'restyle',
          args: [{ y: [soft[at]] }, [1]],
        })),
        selected,
      ),
    },
  });
}

/** `1 + sum_{j != i} sigma((s_j - s_i) / tau)`, or the exact ranks for a temperature of 0. */
function softRanksOf(similarities: readonly number[], tau: number): number[] {
  const step = (x: number): number => (tau > 0 ? 1 / (1 + Math.exp(-x / tau)) : (Math.sign(x) + 1) / 2);
  return similarities.map((own, i) =>
    similarities.reduce((rank, other, j) => (j === i ? rank : rank + step(other - own)), 1),
  );
}
