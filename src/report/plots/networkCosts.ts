import type { Data } from 'plotly.js-dist-min';
import { escapeHtml } from '../../base/escapeHtml.js';
import { axis, composeFigure, legendRowsFor, type Figure, type FigureOptions } from './figure.js';
import { decimals, percent } from './formatting.js';
import { errorBars, markerOf } from './markers.js';

/** A trained network: its cost and its asymmetric mAP in per cent, with an interval. */
export interface NetworkCost {
  network: string;
  /** Where it comes from, which gives its colour. */
  origin: 'found' | 'random' | 'handMade';
  megaflops: number;
  mapAsymmetric: number;
  low: number;
  high: number;
}

const colors = { found: '#D55E00', random: '#E69F00', handMade: '#0072B2' } as const;
/** By the order among networks of the same origin. */
const symbols = ['circle', 'diamond', 'square', 'triangle-up', 'pentagon', 'x'] as const;

/** Asymmetric mAP of networks, trained alike, against the operations of one query; bars: the intervals. */
export function networkCosts(networks: readonly NetworkCost[], options: FigureOptions = {}): Figure {
  return composeFigure({
    title: options.title ?? finding(networks),
    subtitle: options.subtitle ?? 'Every network trained alike from fresh weights, tested on unseen classes',
    data: networks.map((one, n): Partial<Data> => {
      const { network, origin, megaflops, mapAsymmetric: y, low, high } = one;
      const before = networks.slice(0, n).filter((other) => other.origin === origin).length;
      const style = { color: colors[origin], symbol: symbols[before % symbols.length]! };
      return {
        type: 'scatter',
        mode: 'markers',
        name: escapeHtml(network),
        x: [megaflops],
        y: [y],
        marker: markerOf(style, 14),
        error_y: errorBars([{ y, low, high }], style.color),
        hovertemplate: '%{x:.1f} MFLOPs: %{y:.1f} %',
      };
    }),
    legendRows: legendRowsFor(networks.length),
    layout: {
      xaxis: axis('Operations per query picture', 'MFLOPs'),
      yaxis: axis('Asymmetric mAP', '%'),
    },
  });
}

function finding(networks: readonly NetworkCost[]): string {
  const [best, ...others] = [...networks].sort((a, b) => b.mapAsymmetric - a.mapAsymmetric);
  if (!best) return 'Dearer networks find more';
  const reach = `The best network reaches ${percent(best.mapAsymmetric)} mAP at ${decimals(best.megaflops)} MFLOPs`;
  const tied = others.filter(({ mapAsymmetric }) => mapAsymmetric >= best.low).length;
  return tied > 0 ? `${reach}, a tie with ${tied} of ${others.length} others` : reach;
}
