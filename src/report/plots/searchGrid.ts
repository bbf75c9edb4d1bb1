import { escapeHtml } from '../../base/escapeHtml.js';
import { RetrievalError } from '../../errors.js';
import type { FoundPicture, PictureQuery, PictureSearch } from '../../trainedModels/pictureSearch.js';
import type { Figure, FigureOptions } from './figure.js';
import { fileOf, imagesOf, isRight, nameOf, type GridImages, type Images } from './foundImages.js';
import {
  drawFrame,
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

export interface SearchGridOptions extends FigureOptions {
  /** Queries that are shown, the first ones; default 4. */
  queries?: number;
  /** Results that are shown for each of them; default 8. */
  results?: number;
}

const tileGap = 7;
const rowGap = 62;
/** Lines of a label that have room between two rows. */
const labelLines = 3;
const [smallestTile, largestTile] = [52, 104];
/** Pixels for all rows together, where pictures of the smallest size leave them. */
const roomForAll = 450;
/** Room between a query and its results. */
const queryGap = 30;

/**
 * The result of a search as pictures: each query with the pictures that were found for it, best first, and their
 * similarities. Where the labels of both are known, green frames are pictures of the query's label and red ones are others.
 *
 * @throws RetrievalError for a search without queries, and as reading the pictures does.
 * @example
 * const figure = await searchGrid(await trained.search('photos'), { results: 5 });
 */
export async function searchGrid(search: PictureSearch, options: SearchGridOptions = {}): Promise<Figure> {
  const shown = search.queries
    .slice(0, options.queries ?? 4)
    .map(({ id, results }) => ({ id, results: results.slice(0, options.results ?? 8) }));
  if (shown.length === 0) {
    throw new RetrievalError({ what: 'A grid of a search needs a query', found: 'none' });
  }
  const queries = await imagesOf(search.pictures.queries, new Set(shown.map(({ id }) => id)));
  const wanted = new Set(shown.flatMap(({ results }) => results.map(({ id }) => id)));
  const gallery = await search.pictures.gallery();
  const found: Images = gallery ? await imagesOf(gallery, wanted) : new Map();
  const columns = Math.max(1, ...shown.map(({ results }) => results.length));
  const fitting = Math.max(smallestTile, roomForAll / shown.length - rowGap);
  const tile = Math.min(largestTile, (gridWidth - queryGap) / (columns + 1) - tileGap, fitting);
  const drawing = emptyDrawing();
  const images = { queries, found };
  shown.forEach((query, row) => drawQuery(drawing, query, images, row * (tile + rowGap), tile));
  const title = options.title ?? titleOf(search, shown, images);
  const subtitle = options.subtitle ?? subtitleOf(search, shown, images);
  const description = shown.map((query) => inWords(query, queries)).join(' ');
  return gridFigure({ title, subtitle, description }, drawing, shown.length * (tile + rowGap));
}

function drawQuery(
  drawing: Drawing,
  { id, results }: PictureQuery,
  images: GridImages,
  top: number,
  tile: number,
): void {
  const query = images.queries.get(id)!;
  drawPicture(drawing, query.image, ink.neutral, { left: 2, top, size: tile });
  const label = wrappedLabel(query.label ?? nameOf(id), 10, labelLines);
  drawText(drawing, label, { x: 2, y: top + tile + 3, yanchor: 'top' });
  results.forEach((result, column) => {
    const cell: Cell = { left: tile + queryGap + column * (tile + tileGap), top, size: tile };
    drawResult(drawing, result, images.found.get(result.id), isRight(id, result.id, images), cell);
  });
}

function drawResult(
  drawing: Drawing,
  { id, similarity }: FoundPicture,
  picture: { image: string; label?: string } | undefined,
  right: boolean | undefined,
  cell: Cell,
): void {
  const { left, top, size } = cell;
  const middle = { x: left + size / 2, xanchor: 'center' } as const;
  if (picture) {
    drawPicture(drawing, picture.image, frameColor(right), cell);
  } else {
    drawFrame(drawing, ink.neutral, cell);
    drawText(drawing, wrappedLabel(nameOf(id)), { ...middle, y: top + size / 2, yanchor: 'middle' });
  }
  drawText(drawing, similarity.toFixed(3), { ...middle, y: top + size + 3, yanchor: 'top' });
}

/** A query and what was found for it, for those who cannot see the pictures. */
function inWords({ id, results }: PictureQuery, queries: Images): string {
  const found = results.map((result) => `${nameOf(result.id)} (${result.similarity.toFixed(2)})`);
  return escapeHtml(`Query ${queries.get(id)!.label ?? nameOf(id)}: ${found.join(', ')}.`);
}

function frameColor(right: boolean | undefined): string {
  if (right === undefined) return ink.neutral;
  return right ? ink.positive : ink.negative;
}

/** How many of the results are right where that is known, else what is shown. */
function titleOf({ gallery }: PictureSearch, shown: readonly PictureQuery[], images: GridImages): string {
  const judged = shown.flatMap(({ id, results }) => results.map((result) => isRight(id, result.id, images)));
  const known = judged.filter((right) => right !== undefined);
  return known.length > 0
    ? `${known.filter(Boolean).length} of ${known.length} pictures found have the label of their query`
    : `The most similar of the ${gallery.rows} pictures of ${fileOf(gallery.name)}`;
}

function subtitleOf(
  { gallery, queries }: PictureSearch,
  shown: readonly PictureQuery[],
  { queries: asked, found }: GridImages,
): string {
  const knows = (images: Images): boolean => [...images.values()].some(({ label }) => label !== undefined);
  const missing = new Set(shown.flatMap(({ results }) => results.map(({ id }) => id))).size - found.size;
  const parts = [
    knows(asked) && knows(found) && `Among the ${gallery.rows} pictures of ${fileOf(gallery.name)}.`,
    shown.length < queries.length && `${shown.length} of ${queries.length} queries are shown.`,
    'Query on the left; below each result its similarity.',
    knows(asked) &&
      knows(found) &&
      `<span style="color:${ink.positive}">■</span>\u00a0same\u00a0label <span style="color:${ink.negative}">■</span>\u00a0other\u00a0label`,
    missing > 0 && `Of ${missing} results no picture is known: name the gallery's pictures in the search.`,
  ];
  return parts.filter(Boolean).join(' ');
}
