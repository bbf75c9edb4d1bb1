import { escapeHtml } from '../../base/escapeHtml.js';
import { RetrievalError } from '../../errors.js';
import type { Figure, FigureOptions } from './figure.js';
import {
  drawPicture,
  drawText,
  emptyDrawing,
  gridFigure,
  gridWidth,
  wrappedLabel,
  type Cell,
  type Drawing,
} from './gridDrawing.js';
import { ink } from './theme.js';

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
  /** How the query came to be shown, for the caption: `drawn by lot (seed 0)`. */
  chosen?: string;
  /** Names of its two rows, where they are others than those of the whole grid. */
  rowNames?: readonly [string, string];
}

export interface GridOptions extends FigureOptions {
  /** Names of the two rows of each example. */
  rowNames?: readonly [galleryModel: string, queryModel: string];
}

const [smallest, largest] = [56, 104];
const firstColumn = largest + 118;
const gap = 7;
const moveText = 20;
const labelText = 50;
const rowGap = 4;
const exampleGap = 18;
/** Pixels for all examples together, where pictures of the smallest size leave them. */
const roomForAll = 445;

const legend = `<span style="color:${ink.positive}">■</span>\u00a0same\u00a0class <span style="color:${ink.negative}">■</span>\u00a0other\u00a0class <span style="color:${ink.neutral}">■</span>\u00a0not counted. ▲ raised, ▼ lowered by the query model; number: the gallery model's rank`;

const borders = { positive: ink.positive, negative: ink.negative, junk: ink.neutral } as const;

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
  const room = roomForAll / examples.length - exampleGap;
  const fitting = Math.max(smallest, (room - moveText) / 2 - rowGap);
  const tile = Math.min(largest, (gridWidth - firstColumn) / columns - gap, fitting);
  const exampleHeight = Math.max(2 * (tile + rowGap) + moveText, smallest + labelText);
  const query = Math.min(largest, exampleHeight - labelText);
  const drawing = emptyDrawing();
  examples.forEach((example, e) =>
    drawExample(drawing, example, rowNames, e * (exampleHeight + exampleGap), { tile, query }),
  );
  return gridFigure(
    {
      title: options.title ?? finding(examples),
      subtitle: options.subtitle ?? [choices(examples), legend].filter(Boolean).join(' '),
      description: [options.subtitle ?? choices(examples), ...examples.map(inWords)]
        .filter(Boolean)
        .join(' '),
    },
    drawing,
    examples.length * (exampleHeight + exampleGap),
  );
}

function drawExample(
  drawing: Drawing,
  example: GridExample,
  rowNames: readonly [string, string],
  top: number,
  { tile, query }: { tile: number; query: number },
): void {
  const cellAt = (row: number, column: number): Cell => ({
    left: firstColumn + column * (tile + gap),
    top: top + row * (tile + rowGap),
    size: tile,
  });
  drawPicture(drawing, example.query.image, ink.neutral, { left: 2, top, size: query });
  drawText(drawing, wrappedLabel(example.label), { x: 2, y: top + query + 5, yanchor: 'top' });
  [example.galleryModel, example.queryModel].forEach((pictures, row) => {
    const middle = cellAt(row, 0).top + tile / 2;
    drawText(drawing, wrappedLabel((example.rowNames ?? rowNames)[row]!), {
      x: largest + 14,
      y: middle,
      yanchor: 'middle',
    });
    pictures.forEach((picture, column) =>
      drawPicture(drawing, picture.image, borders[picture.relevance], cellAt(row, column)),
    );
  });
  example.queryModel.forEach((picture, column) => {
    const { left, top: tileTop } = cellAt(1, column);
    const place = { x: left + tile / 2, y: tileTop + tile + 3, yanchor: 'top', xanchor: 'center' } as const;
    drawText(drawing, rankMove(picture.id, column, example.galleryModel), place);
  });
}

/** The rank that the gallery model gave a picture, with an arrow when the query model moved it. */
function rankMove(id: string, column: number, galleryModel: readonly GridPicture[]): string {
  const before = galleryModel.findIndex((picture) => picture.id === id);
  if (before === -1) return `▲ >${galleryModel.length}`;
  if (before === column) return '=';
  return `${before > column ? '▲' : '▼'} ${before + 1}`;
}

/** How the queries were chosen. */
function choices(examples: readonly GridExample[]): string {
  const counts = new Map<string, number>();
  for (const { chosen } of examples) {
    if (chosen !== undefined) counts.set(chosen, (counts.get(chosen) ?? 0) + 1);
  }
  const parts = [...counts].map(([chosen, count]) => `${count === 1 ? 'one' : count} ${escapeHtml(chosen)}`);
  return parts.length > 0 ? `Queries: ${parts.join(', ')}.` : '';
}

const positives = (pictures: readonly GridPicture[]): number =>
  pictures.filter(({ relevance }) => relevance === 'positive').length;

/** An example for those who cannot see its pictures. */
function inWords({ label, galleryModel, queryModel }: GridExample): string {
  const right = (pictures: readonly GridPicture[]): string =>
    `${positives(pictures)} of ${pictures.length} right`;
  return `Query ${escapeHtml(label)}: gallery model ${right(galleryModel)}, query model ${right(queryModel)}.`;
}

function finding(examples: readonly GridExample[]): string {
  const [gallery, query] = [
    examples.flatMap((example) => example.galleryModel),
    examples.flatMap((example) => example.queryModel),
  ];
  return `The query model gets ${positives(query)} of ${query.length} first results right, the gallery model ${positives(gallery)}`;
}
