import type { Layout } from 'plotly.js-dist-min';
import { fonts, ink } from './theme.js';

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
export function drawPicture({ images, shapes }: Drawing, source: string, color: string, cell: Cell): void {
  const { left, top, size } = cell;
  images.push({
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
