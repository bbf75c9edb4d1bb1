/** A line of a chart that is made of characters. */
export interface TextLine {
  label: string;
  /** In the order of `x`. */
  points: readonly { x: number; y: number }[];
}

export interface TextChartOptions {
  /** Characters of the plot itself. Default 56 by 12. */
  width?: number;
  height?: number;
  /** What `x` runs over; default: from the least to the greatest. */
  range?: readonly [low: number, high: number];
  /** Below the plot. */
  xLabel?: string;
  /** Above the plot. */
  title?: string;
  /** Behind a line's last value, for example ` %`. */
  unit?: string;
}

const marks = ['o', '+', 'x', '*', '#', '@'];

/** Lines as characters, for a terminal: a mark for each line, its last value in the legend. */
export function textChart(lines: readonly TextLine[], options: TextChartOptions = {}): string {
  const { width = 56, height = 12, unit = '', xLabel, title } = options;
  const points = lines.flatMap((line) => line.points);
  const [left, right] = options.range ?? span(points.map(({ x }) => x));
  const [bottom, top] = padded(span(points.map(({ y }) => y)));
  const column = (x: number): number => Math.round(((x - left) / (right - left || 1)) * (width - 1));
  const row = (y: number): number => Math.round(((top - y) / (top - bottom)) * (height - 1));
  const cells = Array.from({ length: height }, () => Array<string>(width).fill(' '));
  for (const [n, line] of lines.entries()) {
    for (const [x, y] of trace(line.points, column)) cells[row(y)]![x] = marks[n % marks.length]!;
  }
  const ticks = [top, (top + bottom) / 2, bottom].map((value) => value.toFixed(1));
  const tickWidth = Math.max(...ticks.map((tick) => tick.length));
  const tickAt = new Map([
    [0, ticks[0]!],
    [Math.round((height - 1) / 2), ticks[1]!],
    [height - 1, ticks[2]!],
  ]);
  const indent = ' '.repeat(tickWidth);
  return [
    ...(title ? [title] : []),
    ...cells.map((row, n) =>
      `${(tickAt.get(n) ?? '').padStart(tickWidth)} |${points.length > 0 ? row.join('') : ''}`.trimEnd(),
    ),
    `${indent} +${'-'.repeat(width)}`,
    ...(xLabel ? [`${indent}  ${xLabel}`] : []),
    ...lines.map(({ label, points: own }, n) => {
      const last = own.at(-1);
      return `${indent}  ${marks[n % marks.length]} ${label}${last ? `: ${last.y.toFixed(1)}${unit}` : ''}`;
    }),
  ].join('\n');
}

/** The points and, between neighbours, one value for each column. */
function trace(points: TextLine['points'], column: (x: number) => number): [column: number, y: number][] {
  return points.flatMap((point, n) => {
    const here: [number, number] = [column(point.x), point.y];
    const before = points[n - 1];
    if (!before) return [here];
    const start = column(before.x);
    const steps = Math.max(0, here[0] - start - 1);
    const between = Array.from({ length: steps }, (_, step): [number, number] => {
      const share = (step + 1) / (steps + 1);
      return [start + step + 1, before.y + share * (point.y - before.y)];
    });
    return [...between, here];
  });
}

function span(values: readonly number[]): [low: number, high: number] {
  return values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0, 1];
}

function padded([low, high]: [number, number]): [number, number] {
  return high > low ? [low, high] : [low - 1, high + 1];
}
