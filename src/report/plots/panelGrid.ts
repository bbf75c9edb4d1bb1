import type { Layout } from 'plotly.js-dist-min';
import { escapeHtml } from '../../base/escapeHtml.js';
import { axis, figureSize, type Axis } from './figure.js';
import { fonts, ink, translucent } from './theme.js';
import { wrapText } from './titleBlock.js';

/** Pixels of a plot from left to right, in a figure of the usual width. */
const plotWidth = figureSize.width - 104;

const gapBetweenColumns = 0.04;
/** Pixels of one line above a panel, of the numbers below it, and of a letter of its title. */
const [lineHeight, numbersBelow, letter] = [19, 36, 8];
/** Pixels of a panel in one of several rows. */
const lowPanel = 124;

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

/** The axes that a trace of the panel names. */
export function panelAxisNames(at: number): { xaxis: 'x'; yaxis: 'y' } {
  // plotly numbers axes from the second on; its types list each name, this keeps to one of them.
  const suffix = at === 0 ? '' : at + 1;
  return { xaxis: `x${suffix}` as 'x', yaxis: `y${suffix}` as 'y' };
}

/** A panel's title, and what is noted in its left upper corner. */
export interface PanelWords {
  title: string;
  note?: string;
}

/** Panels as parts of `composeFigure`. */
export interface PanelGrid {
  layout: Partial<Layout>;
  /** Pixels of the plot, and above it for the titles of the first row. */
  plotHeight: number;
  headRoom: number;
}

/**
 * Axes and titles of panels: up to four in a row, more in two rows of up to five, many more in further rows of five.
 * @param height pixels of a panel that stands in the only row
 */
export function panelGrid(panels: readonly PanelWords[], axes: PanelAxes, height = 250): PanelGrid {
  const columns = panels.length <= 4 ? panels.length : Math.min(5, Math.ceil(panels.length / 2));
  const rows = Math.ceil(panels.length / columns);
  const width = (1 - gapBetweenColumns * (columns - 1)) / columns;
  const titles = panels.map(({ title }) => wrapText(title, Math.floor((plotWidth * width) / letter)));
  const headRoom = 10 + lineHeight * Math.max(...titles.map((lines) => lines.length));
  const panelHeight = rows > 1 ? lowPanel : height;
  const plotHeight = rows * panelHeight + (rows - 1) * (numbersBelow + headRoom);
  const [share, step] = [panelHeight, panelHeight + numbersBelow + headRoom].map(
    (pixels) => pixels / plotHeight,
  );
  const { xTicks, xTickTexts = xTicks?.map(String) } = axes;
  const ticks: Axis = xTicks
    ? { type: 'log', tickmode: 'array', tickvals: [...xTicks], ticktext: [...xTickTexts!] }
    : {};
  const layout: Record<string, Axis> = {};
  const annotations = panels.flatMap(({ note }, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    const left = column * (width + gapBetweenColumns);
    const top = 1 - row * step!;
    const names = panelAxisNames(at);
    const lowest = at + columns >= panels.length;
    layout[names.xaxis.replace('x', 'xaxis')] = axis(lowest ? axes.xTitle : '', undefined, {
      ...ticks,
      range: axes.xRange,
      domain: [left, Math.min(1, left + width)],
      anchor: names.yaxis,
    });
    layout[names.yaxis.replace('y', 'yaxis')] = axis(column === 0 ? axes.yTitle : '', undefined, {
      range: axes.yRange,
      domain: [Math.max(0, top - share!), top],
      anchor: names.xaxis,
      showticklabels: column === 0,
    });
    const place = { x: left, y: top, xref: 'paper', yref: 'paper', xanchor: 'left', align: 'left' } as const;
    const look = { ...place, showarrow: false, font: { size: fonts.note } };
    const title = {
      ...look,
      yanchor: 'bottom' as const,
      text: `<b>${titles[at]!.map(escapeHtml).join('<br>')}</b>`,
    };
    return note === undefined
      ? [title]
      : [
          title,
          { ...look, yanchor: 'top' as const, text: escapeHtml(note), bgcolor: translucent(ink.paper, 0.7) },
        ];
  });
  return { layout: { ...layout, annotations }, plotHeight, headRoom };
}
