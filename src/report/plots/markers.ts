import type { Look } from './look.js';
import { ink } from './theme.js';

/** The marker of a method; full shapes get a thin light edge, so that overlapping ones stay apart. */
export function markerOf({ color, symbol }: Pick<Look, 'color' | 'symbol'>, size = 10) {
  const open = symbol.endsWith('open');
  return { color, symbol, size, line: { color: open ? color : ink.paper, width: open ? 2 : 1 } };
}

/** Vertical bars from the low to the high bound of each point. */
export function errorBars(points: readonly { y: number; low: number; high: number }[], color: string) {
  return {
    type: 'data' as const,
    symmetric: false,
    array: points.map((point) => point.high - point.y),
    arrayminus: points.map((point) => point.y - point.low),
    color,
    thickness: 1.5,
    width: 4,
  };
}
