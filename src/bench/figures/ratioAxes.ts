import { logAxis, rowsAxis, type Figure } from '../../report/plots/figure.js';

const ticks = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];

/** Axes of a figure with a named row per item, the first at the bottom, and ratios of times to the right. */
export function ratioAxes(items: string[]): Pick<Figure['layout'], 'xaxis' | 'yaxis'> {
  return {
    xaxis: logAxis('Our time / the peer’s', undefined, ticks),
    yaxis: rowsAxis(items),
  };
}
