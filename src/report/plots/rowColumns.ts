import type { Layout } from 'plotly.js-dist-min';
import { rowsAxis, type Axis } from './figure.js';
import { panelAxisNames } from './panelGrid.js';
import { fonts } from './theme.js';

/** Rows of one column; more stand in two columns. */
const inOneColumn = 12;
/** The columns as shares of the plot; the names of the right one stand between them. */
const halves: [left: number, right: number][] = [
  [0, 0.3],
  [0.7, 1],
];

/** The rows of one column, and the axes of its traces. */
export interface RowColumn {
  names: ReadonlySet<string>;
  axes: { xaxis: 'x'; yaxis: 'y' };
}

export interface RowColumns {
  columns: RowColumn[];
  /** Rows of the longest column. */
  rows: number;
  layout: Partial<Layout>;
}

/**
 * Named rows in one column or, where they are many, in two beside each other.
 * @param names the first at the bottom; in two columns it is the bottom of the right one
 * @param across the horizontal axis of every column
 */
export function rowColumns(names: readonly string[], across: Axis): RowColumns {
  if (names.length <= inOneColumn) {
    const layout = { xaxis: across, yaxis: rowsAxis([...names]) };
    return { columns: [{ names: new Set(names), axes: panelAxisNames(0) }], rows: names.length, layout };
  }
  const rows = Math.ceil(names.length / 2);
  const parts = [names.slice(names.length - rows), names.slice(0, names.length - rows)];
  const layout: Record<string, Axis> = {};
  const columns = parts.map((part, at): RowColumn => {
    const axes = panelAxisNames(at);
    layout[axes.xaxis.replace('x', 'xaxis')] = { ...across, domain: halves[at], anchor: axes.yaxis };
    layout[axes.yaxis.replace('y', 'yaxis')] = {
      ...rowsAxis([...part]),
      tickfont: { size: fonts.note - 1 },
      anchor: axes.xaxis,
      automargin: at === 0,
      // Rows of both columns lie at the same height, from the top.
      range: [part.length - rows - 0.5, part.length - 0.5],
    };
    return { names: new Set(part), axes };
  });
  return { columns, rows, layout: layout as Partial<Layout> };
}

/** Pixels of a plot with so many rows: room for each, but not more than `most` pixels where that leaves 22 for a row. */
export function rowsHeight(rows: number, each: number, most: number): number {
  return Math.max(22 * rows, Math.min(each * rows, most));
}
