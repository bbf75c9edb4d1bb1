import type { Data, Layout } from 'plotly.js-dist-min';
import { axis, composeFigure, type Figure, type FigureOptions } from './figure.js';
import { fonts, ink, shades } from './theme.js';

export interface TemperatureOptions extends FigureOptions {
  /** Temperatures in descending order; default 0.5 to 0.01. */
  temperatures?: readonly number[];
  /** Which of them is drawn strongly at first; default the middle one. */
  selected?: number;
  /** Largest similarity difference shown, default 0.5. */
  span?: number;
}

const samples = 241;
/** Gradients below this are as good as none and are not drawn. */
const smallestGradient = 1e-5;
const highlight = '#D55E00';

/**
 * The sigmoid of a similarity difference that stands for the Heaviside step of a rank, and its gradient, for several
 * temperatures; a slider picks the one that is drawn strongly.
 */
export function temperatureCurves(options: TemperatureOptions = {}): Figure {
  const { temperatures = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01], span = 0.5 } = options;
  const selected = options.selected ?? Math.floor(temperatures.length / 2);
  const x = Array.from({ length: samples }, (_, i) => span * ((2 * i) / (samples - 1) - 1));
  const colors = shades(temperatures.length);
  const curves = temperatures.flatMap((temperature, at): Partial<Data>[] => {
    const value = x.map((difference) => short(sigmoid(difference / temperature)));
    const gradient = x.map((difference) => sigmoidSlope(difference / temperature) / temperature);
    const look = {
      type: 'scatter' as const,
      mode: 'lines' as const,
      name: `τ = ${temperature}`,
      legendgroup: String(temperature),
      line: lineOf(at, at === selected, colors),
      x0: -span,
      dx: (2 * span) / (samples - 1),
    };
    return [
      { ...look, y: value },
      {
        ...look,
        y: gradient.map((slope) => (slope < smallestGradient ? null : short(slope))) as number[],
        xaxis: 'x2',
        yaxis: 'y2',
        showlegend: false,
      },
    ];
  });
  return composeFigure({
    title: options.title ?? 'A low temperature nears the step, but only near-ties pass a gradient',
    subtitle:
      options.subtitle ??
      'Left: what one item adds to a rank. Right: how strongly it pulls; dashed: the exact step',
    data: [...curves, step(span)],
    legendRows: 1,
    height: 560,
    headRoom: 44,
    layout: {
      ...panels(span),
      ...slider(temperatures, selected, colors),
    },
  });
}

function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

/** Derivative of the sigmoid, from the side on which nothing cancels. */
function sigmoidSlope(z: number): number {
  const tail = Math.exp(-Math.abs(z));
  return tail / (1 + tail) ** 2;
}

function lineOf(at: number, strong: boolean, colors: readonly string[]) {
  return strong ? { color: highlight, width: 5 } : { color: colors[at]!, width: 2 };
}

/** Four digits are more than a picture shows. */
function short(value: number): number {
  return Number(value.toPrecision(4));
}

function step(span: number): Partial<Data> {
  return {
    type: 'scatter',
    mode: 'lines',
    showlegend: false,
    x: [-span, 0, 0, span],
    y: [0, 0, 1, 1],
    line: { color: ink.reference, width: 1.5, dash: 'dash' },
    hoverinfo: 'skip',
  };
}

function panels(span: number): Partial<Layout> {
  const difference = 'Difference of similarities';
  return {
    xaxis: axis(difference, undefined, { domain: [0, 0.44], range: [-span, span] }),
    yaxis: axis('σ(difference / τ)', undefined, { range: [-0.04, 1.04] }),
    xaxis2: axis(difference, undefined, { domain: [0.56, 1], range: [-span, span], anchor: 'y2' }),
    yaxis2: axis('Gradient (log)', undefined, {
      anchor: 'x2',
      type: 'log',
      range: [Math.log10(smallestGradient), 2],
      tickvals: [1e-4, 1e-2, 1, 100],
      ticktext: ['0.0001', '0.01', '1', '100'],
    }),
    legend: {
      orientation: 'h',
      x: 0,
      y: 1.02,
      yanchor: 'bottom',
      font: { size: fonts.legend },
    },
  };
}

/** Each position draws the two curves of one temperature strongly and all others thinly; the last trace is the step. */
function slider(
  temperatures: readonly number[],
  selected: number,
  colors: readonly string[],
): Partial<Layout> {
  const curveRows = [...Array(2 * temperatures.length).keys()];
  const lines = (strong: number) =>
    curveRows.map((row) => lineOf(Math.floor(row / 2), Math.floor(row / 2) === strong, colors));
  return {
    sliders: [
      {
        active: selected,
        currentvalue: { prefix: 'temperature τ = ', font: { size: fonts.axis } },
        x: 0,
        len: 1,
        y: 0,
        pad: { t: 75 },
        steps: temperatures.map((temperature, at) => ({
          label: String(temperature),
          method: 'restyle',
          args: [
            { 'line.width': lines(at).map((l) => l.width), 'line.color': lines(at).map((l) => l.color) },
            curveRows,
          ],
        })),
      },
    ],
  };
}
