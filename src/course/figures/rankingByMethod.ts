import type { Layout } from 'plotly.js-dist-min';
import type { Dataset } from '../../datasets/types.js';
import { RetrievalError } from '../../errors.js';
import type { Run } from '../../experiments/runOptions.js';
import { drawPicture, drawText, emptyDrawing, gridFigure, gridWidth, type Cell } from '../../report/plots/gridDrawing.js';
import { escapeHtml } from '../../base/escapeHtml.js';
import { ink, translucent } from '../../report/plots/theme.js';
import type { Figure, FigureOptions } from '../../report/plots/figure.js';
import { labelsById, thumbnailsById } from '../../study/figures/gridPictures.js';
import { methodLabel } from '../../study/methods/looks.js';
import { sliderBelow, type SliderStep } from './slider.js';

/** The first results of one query under one model. */
export interface NamedRanking {
  name: string;
  /** Ids of pictures, best first. */
  ids: readonly string[];
}

/** A query, the rankings of it, and what its pictures show. */
export interface QueryRankings {
  query: string;
  rankings: readonly NamedRanking[];
  labelOf: (id: string) => string;
  /** Pictures by their ids, as addresses of data. */
  images: ReadonlyMap<string, string>;
}

/** Pixels of a first result, and of one that only another model has among its first. */
const [tile, smallTile] = [94, 60];
const gap = 6;
const firstTop = tile + 40;
const othersTop = firstTop + tile + 36;
/** Where the slider begins, as a share of the width: right of the query and its label. */
const sliderLeft = 0.42;

/**
 * The rankings of one query by the gallery model and by a run of each method, from the examples that the runs keep.
 *
 * @param query id of the query; default the one on which the methods differ most in right pictures
 * @throws RetrievalError for runs without a common example.
 */
export async function queryRankings(dataset: Dataset, runs: readonly Run[], query?: string): Promise<QueryRankings> {
  const byMethod = [...new Map(runs.map((run) => [run.record.loss, run] as const)).values()];
  const labelOf = labelsById(dataset);
  const common = (byMethod[0]?.manifest.examples ?? []).map(({ query: id }) => id).filter((id) =>
    byMethod.every(({ manifest }) => manifest.examples.some((example) => example.query === id)),
  );
  const rankingsOf = (id: string): NamedRanking[] => {
    const examples = byMethod.map(({ record, manifest }) => ({
      method: record.loss,
      example: manifest.examples.find((one) => one.query === id)!,
    }));
    return [
      { name: 'gallery model', ids: examples[0]!.example.galleryModel },
      ...examples.map(({ method, example }) => ({ name: methodLabel(method), ids: example.queryModel })),
    ];
  };
  const hits = (id: string): number[] => rankingsOf(id).map(({ ids }) => ids.filter((one) => labelOf(one) === labelOf(id)).length);
  const spread = (id: string): number => Math.max(...hits(id)) - Math.min(...hits(id));
  const chosen = query ?? [...common].sort((a, b) => spread(b) - spread(a))[0];
  if (chosen === undefined || !common.includes(chosen)) {
    throw new RetrievalError({ what: 'The runs have no such example in common', found: query ?? 'none', kind: 'data' });
  }
  const rankings = rankingsOf(chosen);
  const ids = [chosen, ...rankings.flatMap((ranking) => ranking.ids)];
  return { query: chosen, rankings, labelOf, images: await thumbnailsById(dataset, ids, tile) };
}

/**
 * One query and its first results, which a slider puts into the order of each model; what a model does not find among its
 * first stands in the rows below.
 *
 * @throws RetrievalError without rankings.
 * @example
 * await show(rankingByMethod(await queryRankings(dataset, runs)));
 */
export function rankingByMethod(rankings: QueryRankings, options: FigureOptions = {}): Figure {
  const { query, labelOf, images } = rankings;
  const lists = rankings.rankings;
  const [first] = lists;
  if (!first) throw new RetrievalError({ what: 'A query needs a ranking', found: 'none', kind: 'usage' });
  const union = [...new Set(lists.flatMap(({ ids }) => ids))];
  const isRight = (id: string): boolean => labelOf(id) === labelOf(query);
  const drawing = emptyDrawing();
  const places = lists.map(({ ids }) => placesOf(ids, union));
  const below = Math.max(...places.map(({ rows }) => rows));
  drawPicture(drawing, images.get(query)!, ink.neutral, { left: 2, top: 0, size: tile });
  union.forEach((id) => drawPicture(drawing, images.get(id)!, isRight(id) ? ink.positive : ink.negative, places[0]!.at.get(id)!));
  drawText(drawing, `Query: ${escapeHtml(labelOf(query))}`, { x: tile + 24, y: tile / 2, yanchor: 'middle' });
  drawText(drawing, 'First results, best on the left', { x: 2, y: firstTop - 25, yanchor: 'top' });
  drawText(drawing, 'Among the first of another model only', { x: 2, y: othersTop - 25, yanchor: 'top' });
  const height = othersTop + below * (smallTile + gap);
  const right = lists.map(({ name, ids }) => `${name}: ${ids.filter(isRight).length} of ${ids.length}`);
  const figure = gridFigure(
    {
      title: options.title ?? `One query, ${lists.length} rankings`,
      subtitle:
        options.subtitle ??
        `The slider re-orders the pictures model by model. <span style="color:${ink.positive}">■</span>\u00a0same\u00a0label <span style="color:${ink.negative}">■</span>\u00a0other\u00a0label`,
      description: escapeHtml(`Query ${labelOf(query)}. Right among the first results: ${right.join('; ')}.`),
    },
    drawing,
    height,
  );
  const steps = lists.map(({ name }, n) => ({ label: name, method: 'relayout' as const, args: [moves(union, places[n]!.at)] }));
  return { ...figure, layout: { ...figure.layout, ...sliderAtTop(steps) } };
}

/** A slider beside the query, whose positions are named above it only: names of methods are long. */
function sliderAtTop(steps: readonly SliderStep[]): Partial<Layout> {
  const [slider] = sliderBelow('ranked by: ', steps, 0, 0).sliders!;
  return {
    sliders: [
      { ...slider, x: sliderLeft, len: 1 - sliderLeft, y: 1, yanchor: 'top', font: { color: translucent(ink.paper, 0) } },
    ],
  };
}

/** Where each picture stands in the order of one model: the results in a row, the others below. */
function placesOf(ids: readonly string[], union: readonly string[]): { at: Map<string, Cell>; rows: number } {
  const others = union.filter((id) => !ids.includes(id));
  const firstStep = Math.min(tile + gap, (gridWidth - tile) / Math.max(1, ids.length - 1));
  const perRow = Math.floor(gridWidth / (smallTile + gap));
  const otherCell = (n: number): Cell => ({
    left: 2 + (n % perRow) * (smallTile + gap),
    top: othersTop + Math.floor(n / perRow) * (smallTile + gap),
    size: smallTile,
  });
  const at = new Map([
    ...ids.map((id, n) => [id, { left: 2 + n * firstStep, top: firstTop, size: tile }] as const),
    ...others.map((id, n) => [id, otherCell(n)] as const),
  ]);
  return { at, rows: Math.ceil(others.length / perRow) };
}

/** What plotly has to change: the first picture and frame of the drawing are the query's. */
function moves(union: readonly string[], at: ReadonlyMap<string, Cell>): Record<string, number> {
  return Object.fromEntries(
    union.flatMap((id, n) => {
      const { left, top, size } = at.get(id)!;
      const [image, shape] = [`images[${n + 1}]`, `shapes[${n + 1}]`];
      return [
        [`${image}.x`, left],
        [`${image}.y`, top],
        [`${image}.sizex`, size],
        [`${image}.sizey`, size],
        [`${shape}.x0`, left],
        [`${shape}.x1`, left + size],
        [`${shape}.y0`, top],
        [`${shape}.y1`, top + size],
      ];
    }),
  );
}
