import { html, type Html } from '../notebook/html.js';
import { foundRows, type FoundRows } from '../page/foundRows.js';
import { rankingDepth, type RankedQuery, type Ranking } from './rankQueries.js';
import type { ReportImages } from './reportImages.js';
import type { StudiedModel } from './studyModel.js';

/** Results shown for each query. */
const shownResults = 8;

/** The queries that are shown. */
export interface ShownQueries {
  worst: RankedQuery[];
  /** Drawn at random; empty where all are among the others. */
  fair: RankedQuery[];
}

/** Records of the pictures that the section shows. */
export function recordsOfQueries({ worst, fair }: ShownQueries): number[] {
  return [...worst, ...fair].flatMap(({ query, galleryModel, queryModel }) => [
    query,
    ...galleryModel.first.slice(0, shownResults),
    ...queryModel.first.slice(0, shownResults),
  ]);
}

/** The worst queries and a fair sample, each with what both models find first. */
export function queriesSection(shown: ShownQueries, studied: StudiedModel, images: ReportImages): Html {
  const { hasLabels } = studied;
  const rows = (queries: RankedQuery[]): Html[] =>
    queries.map((one) => foundRows(rowsOf(one, studied, images)));
  const borders = hasLabels
    ? "Full border: the query's label; dashed: another."
    : "Full border: also among the gallery model's first ten; dashed: not.";
  const worst = hasLabels
    ? 'Where the query model loses most average precision against the gallery model.'
    : 'Where the query model keeps least of the order of the gallery model.';
  return html`<h2 id="worst">Served worst</h2>
    <p>${worst} <span class="quiet">${borders}</span></p>
    ${rows(shown.worst)}
    ${
      shown.fair.length > 0
        ? html`<h2 id="fair">A fair sample</h2>
            <p>Queries drawn at random. <span class="quiet">${borders}</span></p>
            ${rows(shown.fair)}`
        : ''
    }`;
}

function rowsOf(
  { query, galleryModel, queryModel, orderConsistency }: RankedQuery,
  { hasLabels, dataset }: StudiedModel,
  images: ReportImages,
): FoundRows {
  const kept = `${(100 * orderConsistency).toFixed(0)} % of the order@${rankingDepth} kept`;
  const reference = new Set(galleryModel.first);
  const isRight = (record: number): boolean =>
    hasLabels
      ? dataset.labels[record] === dataset.labels[query] && dataset.labels[query]! >= 0
      : reference.has(record);
  const row = (model: string, { first, averagePrecision }: Ranking): FoundRows['rows'][number] => ({
    model: Number.isNaN(averagePrecision)
      ? model
      : `${model}, AP ${(100 * averagePrecision).toFixed(0)}\u00a0%`,
    pictures: first.slice(0, shownResults).map((record) => ({
      label: images.name(record),
      image: images.of(record),
      isRight: isRight(record),
    })),
  });
  return {
    why: kept,
    label: images.name(query),
    image: images.of(query),
    ...(!hasLabels && { words: ["in the gallery model's first ten", 'not in them'] as const }),
    rows: [row('Gallery model', galleryModel), row('Query model', queryModel)],
  };
}
