import type { Layout } from 'plotly.js-dist-min';
import { axis, type Axis } from './figure.js';
import { fonts } from './theme.js';

const columns = 3;
const gapBetweenColumns = 0.04;
/** Share of the plot's height between two rows: tick labels, an axis title and a panel title of two lines. */
const gapBetweenRows = 0.2;

/** Axes shared by all panels of a grid. */
export interface PanelAxes {
  xTitle: string;
  yTitle: string;
  xRange: [number, number];
  yRange: [number, number];
}

/** Rows that so many panels take, three to a row. */
export function panelRows(count: number): number {
  return Math.ceil(count / columns);
}

/** The axes that a trace of the panel names. */
export function panelAxisNames(at: number): { xaxis: 'x'; yaxis: 'y' } {
  // plotly numbers axes from the second on; its types list each name, this keeps to one of them.
  const suffix = at === 0 ? '' : at + 1;
  return { xaxis: `x${suffix}` as 'x', yaxis: `y${suffix}` as 'y' };
}

/** Axes and titles of panels in rows of three; titles may have two lines. */
export function panelGrid(titles: readonly string[], axes: PanelAxes): Partial<Layout> {
  const rows = panelRows(titles.length);
  const across = Math.min(columns, titles.length);
  const width = (1 - gapBetweenColumns * (across - 1)) / across;
  const height = (1 - gapBetweenRows * (rows - 1)) / rows;
  const layout: Record<string, Axis> = {};
  const annotations = titles.map((text, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    const left = column * (width + gapBetweenColumns);
    const top = 1 - row * (height + gapBetweenRows);
    const names = panelAxisNames(at);
    const lowest = at + columns >= titles.length;
    layout[names.xaxis.replace('x', 'xaxis')] = axis(lowest ? axes.xTitle : '', undefined, {
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
