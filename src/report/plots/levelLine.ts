import type { Layout } from 'plotly.js-dist-min';
import { ink } from './theme.js';

/** A dashed horizontal line across a plot, a shape of its layout. */
export const levelLine = (y: number): NonNullable<Layout['shapes']>[number] => ({
  type: 'line',
  xref: 'paper',
  x0: 0,
  x1: 1,
  y0: y,
  y1: y,
  line: { color: ink.reference, width: 1.5, dash: 'dash' },
});
