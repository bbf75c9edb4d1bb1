import type { Layout } from 'plotly.js-dist-min';
import { axis, type Axis } from './figure.js';
import { fonts } from './theme.js';

const columns = 3;
const gapBetweenColumns = 0.04;
/** Pixels; between two rows stand tick labels, an axis title and a panel title of two lines. */
const panelHeight = 250;
const gapBetweenRows = 110;

/** Axes shared by all panels of a grid. */
export interface PanelAxes {
  xTitle: string;
  yTitle: string;
  /** In powers of ten where the axis is logarithmic, see {@link logRange}. */
  xRange: [number, number];
  yRange: [number, number];
  /** Makes the horizontal axes logarithmic, with ticks at these values. */
  xTicks?: readonly number[];
  /** Default: the values. */
  xTickTexts?: readonly string[];
}

/** The range of a logarithmic axis around these values, in powers of ten. */
export function logRange(values: readonly number[]): [number, number] {
  const [low, high] = [Math.log10(Math.min(...values)), Math.log10(Math.max(...values))];
  const margin = high > low ? 0.06 * (high - low) : 0.5;
  return [low - margin, high + margin];
}

/** Height in pixels of a plot of so many panels, three to a row. */
export function panelPlotHeight(count: number): number {
  const rows = Math.ceil(count / columns);
  return rows * panelHeight + (rows - 1) * gapBetweenRows;
}

/** The axes that a trace of the panel names. */
export function panelAxisNames(at: number): { xaxis: 'x'; yaxis: 'y' } {
  // plotly numbers axes from the second on; its types list each name, this keeps to one of them.
  const suffix = at === 0 ? '' : at + 1;
  return { xaxis: `x${suffix}` as 'x', yaxis: `y${suffix}` as 'y' };
}

/** Axes and titles of panels in rows of three; titles may have two lines. */
export function panelGrid(titles: readonly string[], axes: PanelAxes): Partial<Layout> {
  const whole = panelPlotHeight(titles.length);
  const [height, gap] = [panelHeight / whole, gapBetweenRows / whole];
  const across = Math.min(columns, titles.length);
  const width = (1 - gapBetweenColumns * (across - 1)) / across;
  const { xTicks, xTickTexts = xTicks?.map(String) } = axes;
  const ticks: Axis = xTicks
    ? { type: 'log', tickmode: 'array', tickvals: [...xTicks], ticktext: [...xTickTexts!] }
    : {};
  const layout: Record<string, Axis> = {};
  const annotations = titles.map((text, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    const left = column * (width + gapBetweenColumns);
    const top = 1 - row * (height + gap);
    const names = panelAxisNames(at);
    const lowest = at + columns >= titles.length;
    layout[names.xaxis.replace('x', 'xaxis')] = axis(lowest ? axes.xTitle : '', undefined, {
      ...ticks,
      range: axes.xRange,
      domain: [left, Math.min(1, left + width)],
      anchor: names.yaxis,
    });
    layout[names.yaxis.replace('y', 'yaxis')] = axis(column === 0 ? axes.yTitle : '', undefined, {
      range: axes.yRange,
      domain: [Math.max(0, top - height), top],
      anchor: names.xaxis,
      showticklabels: column === 0,
    });
    return {
      text,
      x: left,
      y: top,
      xref: 'paper' as const,
      yref: 'paper' as const,
      xanchor: 'left' as const,
      yanchor: 'bottom' as const,
      showarrow: false,
      align: 'left' as const,
      font: { size: fonts.note },
    };
  });
  return { ...layout, annotations };
}
