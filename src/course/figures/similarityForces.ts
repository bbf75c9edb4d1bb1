import type { Data, Layout } from 'plotly.js-dist-min';
import { axis, composeFigure, type Figure, type FigureOptions } from '../../report/plots/figure.js';
import { ink, lineColors } from '../../report/plots/theme.js';
import { rankOrder, type LossAndGradient } from '../rankOrder.js';
import { short, sliderBelow } from './slider.js';

export interface ForcesOptions extends FigureOptions {
  /** Similarities of the gallery model, falling; default four. */
  gallery?: readonly number[];
  /** Similarities of the query model to the same pictures; default in the wrong order. */
  query?: readonly number[];
  /** Which of them the slider moves, from 0; default the first, the gallery model's best. */
  moved?: number;
  /** Loss of the query model's similarities; default rank order preservation in its public form at temperature 0.1. */
  loss?: (query: number[]) => LossAndGradient;
}

const positions = Array.from({ length: 19 }, (_, n) => short(0.1 + n * 0.05));
/** Similarity that an arrow spans for the strongest pull in the figure. */
const longest = 0.16;

/**
 * A few similarities on a line each, with arrows where the gradient of a loss pushes them, and the loss itself beside
 * them; a slider moves one of them.
 *
 * @example
 * await show(similarityForces({ moved: 2 }));
 */
export function similarityForces(options: ForcesOptions = {}): Figure {
  const { gallery = [0.9, 0.7, 0.6, 0.4], query = [0.45, 0.7, 0.5, 0.6], moved = 0 } = options;
  const loss = options.loss ?? ((s: number[]) => rankOrder(s, gallery, 0.1));
  const states = positions.map((position) => {
    const s = query.map((value, n) => (n === moved ? position : value));
    return { s, ...loss(s) };
  });
  const strongest = Math.max(...states.flatMap(({ gradient }) => gradient.map(Math.abs)));
  const rows = gallery.map((_, n) => gallery.length - n);
  const arrows = states.map(({ s, gradient }) =>
    s.flatMap((x, n) => arrow(x, rows[n]!, (-longest * gradient[n]!) / strongest)),
  );
  const start = positions.findIndex((position) => position >= query[moved]!);
  const dots: Partial<Data> = {
    type: 'scatter',
    mode: 'markers',
    x: [...states[start]!.s],
    y: rows,
    marker: { size: 16, color: rows.map((_, n) => (n === moved ? lineColors[1] : lineColors[0])) },
    hovertemplate: 'similarity %{x}',
  };
  const losses = states.map((state) => short(state.loss));
  return composeFigure({
    title: options.title ?? 'Where the gradient pushes four similarities',
    subtitle:
      options.subtitle ??
      'Left: the query model’s similarities, the gallery model’s best on top; the slider moves the orange one. Right: the loss',
    data: [
      dots,
      { type: 'scatter', mode: 'lines', x: positions, y: losses, xaxis: 'x2', yaxis: 'y2', line: { color: ink.neutral, width: 2.5 }, hovertemplate: 'loss %{y}' },
      { type: 'scatter', mode: 'markers', x: [positions[start]!], y: [losses[start]!], xaxis: 'x2', yaxis: 'y2', marker: { size: 13, color: lineColors[1] }, hovertemplate: 'loss %{y}' },
    ],
    height: 560,
    layout: {
      ...panels(gallery, rows),
      annotations: arrows[start]!,
      ...sliderBelow(
        'similarity of the orange picture: ',
        positions.map((position, at) => ({
          label: String(position),
          method: 'update',
          args: [
            { x: [states[at]!.s, [position]], y: [rows, [losses[at]]] },
            { annotations: arrows[at] },
            [0, 2],
          ],
        })),
        start,
      ),
    },
  });
}

/** An arrow from a point, in the units of the axis; none where it would be too short to see. */
function arrow(x: number, y: number, length: number): NonNullable<Layout['annotations']> {
  if (Math.abs(length) < 0.004) return [];
  return [
    {
      x: short(x + length),
      y,
      ax: short(x),
      ay: y,
      axref: 'x',
      ayref: 'y',
      text: '',
      showarrow: true,
      arrowhead: 2,
      arrowsize: 1.1,
      arrowwidth: 3,
      arrowcolor: ink.text,
    },
  ];
}

function panels(gallery: readonly number[], rows: readonly number[]): Partial<Layout> {
  return {
    xaxis: axis('Query similarity s', 'cosine', { domain: [0, 0.55], range: [0, 1.1] }),
    yaxis: axis('', undefined, {
      range: [0.4, rows.length + 0.6],
      tickvals: [...rows],
      ticktext: gallery.map((t) => `t = ${t}`),
    }),
    xaxis2: axis('The orange similarity', 'cosine', { domain: [0.68, 1], range: [0.05, 1.05], anchor: 'y2' }),
    yaxis2: axis('Loss', undefined, { anchor: 'x2', rangemode: 'tozero' }),
  };
}
