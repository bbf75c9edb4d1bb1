import type { Layout } from 'plotly.js-dist-min';
import { RetrievalError } from '../errors.js';
import { escapeHtml } from './escapeHtml.js';
import { composeFigure, figureSize, wrapText, type Figure, type FigureOptions } from './figure.js';
import { fonts, ink } from './theme.js';

/** One picture in the grid. */
export interface GridPicture {
  /** Identifies a picture across the two rankings. */
  id: string;
  /** `data:` address, see `thumbnails`. */
  image: string;
  /** What happens to it in the query's ranking; `junk` counts neither way. */
  relevance: 'positive' | 'negative' | 'junk';
}

/** A query with its first results under both models. */
export interface GridExample {
  label: string;
  query: Pick<GridPicture, 'id' | 'image'>;
  galleryModel: readonly GridPicture[];
  queryModel: readonly GridPicture[];
}

export interface GridOptions extends FigureOptions {
  /** Names of the two rows of each example. */
  rowNames?: readonly [galleryModel: string, queryModel: string];
}

// All lengths are in the pixels of a figure that is `figureSize.width` wide.
const side = { left: 18, right: 18 };
const width = figureSize.width - side.left - side.right;
const querySize = 104;
const textWidth = 104;
const gap = 7;
const moveText = 20;
const rowGap = 4;
const exampleGap = 22;

const borders = { positive: ink.positive, negative: ink.negative, junk: ink.neutral } as const;

interface Cell {
  left: number;
  top: number;
  size: number;
}

/**
 * Real pictures: each query with its first results under the gallery model and under the query model. Green borders
 * are positives, red ones negatives, grey ones the query and junk; below a result of the query model stands the rank
 * that the gallery model gave it.
 * @throws RetrievalError without examples or results.
 */
export function retrievalGrid(examples: readonly GridExample[], options: GridOptions = {}): Figure {
  const columns = Math.max(0, ...examples.flatMap((e) => [e.galleryModel.length, e.queryModel.length]));
  if (columns === 0) {
    throw new RetrievalError({ what: 'A retrieval grid needs a query with results', found: 'none' });
  }
  const rowNames = options.rowNames ?? ['Gallery model', 'Query model'];
  const firstColumn = querySize + 14 + textWidth;
  const tile = Math.min(querySize, (width - firstColumn) / columns - gap);
  const exampleHeight = 2 * (tile + rowGap) + moveText;
  const height = examples.length * (exampleHeight + exampleGap);
  const images: NonNullable<Layout['images']> = [];
  const shapes: NonNullable<Layout['shapes']> = [];
  const annotations: NonNullable<Layout['annotations']> = [];
  const draw = (image: string, color: string, cell: Cell): void => {
    images.push(imageIn(image, cell));
    shapes.push(borderOf(cell, color));
  };
  examples.forEach((example, e) => {
    const top = e * (exampleHeight + exampleGap);
    const cellAt = (row: number, column: number): Cell => ({
      left: firstColumn + column * (tile + gap),
      top: top + row * (tile + rowGap),
      size: tile,
    });
    draw(example.query.image, ink.neutral, { left: 2, top, size: querySize });
    annotations.push(textAt(2, top + querySize + 5, wrapLabel(example.label), 'top'));
    [example.galleryModel, example.queryModel].forEach((pictures, row) => {
      annotations.push(
        textAt(
          querySize + 14,
          cellAt(row, 0).top + tile / 2,
          wrapText(rowNames[row]!, 14).map(escapeHtml).join('<br>'),
          'middle',
        ),
      );
      pictures.forEach((picture, column) =>
        draw(picture.image, borders[picture.relevance], cellAt(row, column)),
      );
    });
    example.queryModel.forEach((picture, column) => {
      const cell = cellAt(1, column);
      annotations.push({
        ...textAt(
          cell.left + tile / 2,
          cell.top + tile + 3,
          rankMove(picture.id, column, example.galleryModel),
          'top',
        ),
        xanchor: 'center',
      });
    });
  });
  return gridFigure(options, examples, { images, shapes, annotations }, height);
}

function gridFigure(
  options: GridOptions,
  examples: readonly GridExample[],
  drawn: Partial<Layout>,
  height: number,
): Figure {
  const figure = composeFigure({
    title: options.title ?? finding(examples),
    subtitle:
      options.subtitle ??
      `<span style="color:${ink.positive}">■</span> same class  <span style="color:${ink.negative}">■</span> other class  <span style="color:${ink.neutral}">■</span> query or not counted. ▲ raised, ▼ lowered by the query model, with the gallery model's rank`,
    // plotly draws axes only where a trace asks for them.
    data: [{ type: 'scatter', x: [0], y: [0], mode: 'markers', marker: { opacity: 0 }, hoverinfo: 'skip' }],
    layout: {
      ...drawn,
      xaxis: { visible: false, range: [0, width], fixedrange: true },
      yaxis: { visible: false, range: [height, 0], fixedrange: true },
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

function imageIn(source: string, { left, top, size }: Cell): NonNullable<Layout['images']>[number] {
  return {
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
  };
}

function borderOf({ left, top, size }: Cell, color: string): NonNullable<Layout['shapes']>[number] {
  return {
    type: 'rect',
    x0: left,
    x1: left + size,
    y0: top,
    y1: top + size,
    line: { color, width: 3.5 },
    fillcolor: 'rgba(0,0,0,0)',
  };
}

function textAt(
  x: number,
  y: number,
  text: string,
  yanchor: 'top' | 'middle',
): NonNullable<Layout['annotations']>[number] {
  return {
    text,
    x,
    y,
    xanchor: 'left',
    yanchor,
    align: 'left',
    showarrow: false,
    borderpad: 0,
    font: { size: fonts.note, color: ink.text },
  };
}

function wrapLabel(label: string): string {
  return wrapText(label, 14).map(escapeHtml).join('<br>');
}

/** The rank that the gallery model gave a picture, with an arrow when the query model moved it. */
function rankMove(id: string, column: number, galleryModel: readonly GridPicture[]): string {
  const before = galleryModel.findIndex((picture) => picture.id === id);
  if (before === -1) return `▲ >${galleryModel.length}`;
  if (before === column) return '=';
  return `${before > column ? '▲' : '▼'} ${before + 1}`;
}

function finding(examples: readonly GridExample[]): string {
  const positives = (model: 'galleryModel' | 'queryModel'): number =>
    examples.flatMap((example) => example[model]).filter((p) => p.relevance === 'positive').length;
  const shown = examples.reduce((sum, example) => sum + example.queryModel.length, 0);
  return `${positives('queryModel')} of the ${shown} first results are right with the query model, ${positives('galleryModel')} with the gallery model`;
}
