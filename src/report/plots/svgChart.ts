import { escapeHtml } from '../../base/escapeHtml.js';

/** A line of a small chart for a page. */
export interface SvgLine {
  label: string;
  /** CSS colour that can be read on light and on dark ground. */
  color: string;
  points: readonly { x: number; y: number; low?: number; high?: number }[];
}

export interface SvgChartOptions {
  /** Alternative text. */
  alt: string;
  xLabel: string;
  yLabel: string;
  /** What `x` runs over; default: from the least to the greatest. */
  range?: readonly [low: number, high: number];
  /** Where the horizontal axis has a tick; default: its ends. */
  ticks?: readonly number[];
  /** Whether `x` is drawn by its logarithm. */
  logarithmic?: boolean;
}

/** Distance of two ticks that leaves room for large numbers; those between have the class `between`. */
const apart = 52;
const size = { width: 640, height: 320, left: 56, right: 12, top: 12, bottom: 48 };

/**
 * Lines with their bands as SVG text that takes its ink from the page (`currentColor`), so that it stands in light and dark
 * pages alike. No script, nothing to load; for figures of record see `exportFigure`.
 */
export function svgChart(lines: readonly SvgLine[], options: SvgChartOptions): string {
  const points = lines.flatMap((line) => line.points);
  const [left, right] = options.range ?? ends(points.map(({ x }) => x));
  const [bottom, top] = ends(points.flatMap(({ y, low = y, high = y }) => [y, low, high]));
  const place = (x: number): number => (options.logarithmic ? Math.log(x) : x);
  const across = (x: number): string =>
    at(size.left, size.width - size.right, share(place(x), place(left), place(right)));
  const down = (y: number): string => at(size.height - size.bottom, size.top, share(y, bottom, top));
  const grid = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const value = bottom + part * (top - bottom);
    const y = down(value);
    return `<line x1="${size.left}" x2="${size.width - size.right}" y1="${y}" y2="${y}" stroke="currentColor" stroke-opacity=".15"/>${text(size.left - 8, y, value.toFixed(0), 'end', '.35em')}`;
  });
  let last = -Infinity;
  const ticks = (options.ticks ?? [left, right]).map((tick) => {
    const isBetween = Number(across(tick)) - last < apart;
    if (!isBetween) last = Number(across(tick));
    const number = text(across(tick), size.height - size.bottom + 20, String(tick));
    return isBetween ? `<g class="between">${number}</g>` : number;
  });
  const drawn = lines.map(({ color, points: own }) => {
    const path = own.map(({ x, y }) => `${across(x)},${down(y)}`).join(' ');
    const dots = own.map(({ x, y }) => `<circle cx="${across(x)}" cy="${down(y)}" r="3.5" fill="${color}"/>`);
    return `${band(own, color, across, down)}<polyline points="${path}" fill="none" stroke="${color}" stroke-width="2.5"/>${dots.join('')}`;
  });
  const names = [
    text((size.left + size.width) / 2, size.height - 8, options.xLabel),
    `<g transform="translate(14 ${(size.height - size.bottom) / 2}) rotate(-90)">${text(0, 0, options.yLabel)}</g>`,
  ];
  return `<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escapeHtml(options.alt)}" font-size="14">${[...grid, ...ticks, ...names, ...drawn].join('')}</svg>`;
}

function band(
  points: SvgLine['points'],
  color: string,
  across: (x: number) => string,
  down: (y: number) => string,
): string {
  if (!points.every(({ low, high }) => low !== undefined && high !== undefined)) return '';
  const edge = [
    ...points.map(({ x, high }) => `${across(x)},${down(high!)}`),
    ...[...points].reverse().map(({ x, low }) => `${across(x)},${down(low!)}`),
  ];
  return `<polygon points="${edge.join(' ')}" fill="${color}" fill-opacity=".14"/>`;
}

function text(x: number | string, y: number | string, words: string, anchor = 'middle', shift = '0'): string {
  return `<text x="${x}" y="${y}" dy="${shift}" text-anchor="${anchor}" fill="currentColor">${escapeHtml(words)}</text>`;
}

const share = (value: number, low: number, high: number): number =>
  high > low ? (value - low) / (high - low) : 0.5;
const at = (from: number, to: number, part: number): string => (from + part * (to - from)).toFixed(1);

/** Whole numbers around the values. */
function ends(values: readonly number[]): [low: number, high: number] {
  return values.length > 0 ? [Math.floor(Math.min(...values)), Math.ceil(Math.max(...values))] : [0, 1];
}
