import type { Layout } from 'plotly.js-dist-min';
import { escapeHtml } from '../../base/escapeHtml.js';
import { composeFigure, figureSize, type Figure } from './figure.js';
import type { FigureWords } from './figureWords.js';
import { fonts, ink } from './theme.js';
import { wrapText } from './titleBlock.js';

const side = { left: 18, right: 18 };
/** Pixels from the left to the right of a grid, in a figure of the usual width. */
export const gridWidth = figureSize.width - side.left - side.right;

/** A square in the plot, in pixels from its left upper corner. */
export interface Cell {
  left: number;
  top: number;
  size: number;
}

/** What a grid of pictures adds to a layout. */
export type Drawing = Required<Pick<Layout, 'images' | 'shapes' | 'annotations'>>;

export function emptyDrawing(): Drawing {
  return { images: [], shapes: [], annotations: [] };
}

/** Adds a picture with a border of the given colour. */
export function drawPicture(drawing: Drawing, source: string, color: string, cell: Cell): void {
  const { left, top, size } = cell;
  drawing.images.push({
    source,
    xref: 'x',
    yref: 'y',
    x: left,
    y: top,
    sizex: size,
    sizey: size,
    xanchor: 'left',
    yanchor: 'top',
    sizing: 'contain',
    layer: 'below',
  });
  drawFrame(drawing, color, cell);
}

/** Adds a border alone. */
export function drawFrame({ shapes }: Drawing, color: string, { left, top, size }: Cell): void {
  shapes.push({
    type: 'rect',
    x0: left,
    x1: left + size,
    y0: top,
    y1: top + size,
    line: { color, width: 3.5 },
    fillcolor: 'rgba(0,0,0,0)',
  });
}

/** Where a text stands. */
export interface TextPlace {
  x: number;
  y: number;
  yanchor: 'top' | 'middle';
  /** Default `left`. */
  xanchor?: 'left' | 'center';
}

/** Adds a text; it may hold plotly's HTML and must be escaped by the caller. */
export function drawText({ annotations }: Drawing, text: string, place: TextPlace): void {
  annotations.push({
    text,
    xanchor: 'left',
    align: 'left',
    showarrow: false,
    borderpad: 0,
    font: { size: fonts.note, color: ink.text },
    ...place,
  });
}

/**
 * A label as a column of short lines, escaped; a long one is broken at its hyphens and underscores too.
 * @param most lines; what is longer ends in an ellipsis
 */
export function wrappedLabel(text: string, letters = 14, most = Infinity): string {
  const words = text.length > letters ? text.replace(/[-_]+/g, ' ') : text;
  const lines = wrapText(words, letters);
  const shown = lines.length > most ? [...lines.slice(0, most - 1), `${lines[most - 1]!}…`] : lines;
  return shown.map(escapeHtml).join('<br>');
}

/**
 * @param words above the grid, and in its description what the pictures show
 * @param height of the drawing, in pixels
 */
export function gridFigure(words: FigureWords, drawing: Drawing, height: number): Figure {
  const figure = composeFigure({
    ...words,
    // plotly draws axes only where a trace asks for them.
    data: [{ type: 'scatter', x: [0], y: [0], mode: 'markers', marker: { opacity: 0 }, hoverinfo: 'skip' }],
    layout: {
      ...drawing,
      xaxis: { visible: false, range: [0, gridWidth], fixedrange: true },
      yaxis: { visible: false, range: [height, -3], fixedrange: true },
    },
  });
  const top = figure.layout.margin!.t! + 6;
  return {
    ...figure,
    layout: {
      ...figure.layout,
      height: Math.ceil(top + height),
      margin: { l: side.left, r: side.right, t: top, b: 0 },
    },
  };
}
