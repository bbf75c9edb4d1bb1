import type { DemoDescription, Found } from '../../description.js';
import { averagePrecision } from '../../../retrieval/metrics/averagePrecision.js';
import { orderConsistency } from '../../../retrieval/metrics/orderConsistency.js';
import type { Gallery, GalleryAnswer } from './gallery.js';
import type { LoadedModel } from './models.js';
import { partOf, wholePicture, type Box, type QueryPicture } from './picture.js';
import { problemOf, type Problem } from './problem.js';

/** Pictures of a ranking that are shown, and whose order is compared. */
export const shownResults = 10;

/** What one model returns for the query. */
export interface Ranking {
  results: readonly Found[];
  milliseconds?: number | undefined;
  /** How far it keeps the gallery model's first results in their order; missing until that has answered. */
  order?: ComparedOrder | undefined;
}

/** The gallery model's first results under two models. */
export interface ComparedOrder {
  /** Pairs that the query model keeps, a tied one half. */
  kept: number;
  pairs: number;
  /** Similarities of those results under either model. */
  gallery: readonly number[];
  query: readonly number[];
}

export type Outcome =
  { state: 'waiting' } | { state: 'failed'; problem: Problem } | ({ state: 'done' } & Ranking);

/** Everything that is known of a query. */
export interface Comparison {
  /** Of the query, where it is a picture of the gallery that has one. */
  label?: string | undefined;
  gallery: Outcome;
  /** One for each query model. */
  models: readonly Outcome[];
  /** Bytes of the picture that is searched with. */
  pictureBytes?: number | undefined;
}

interface Asked {
  description: DemoDescription;
  models: readonly LoadedModel[];
  gallery: Gallery;
  picture: QueryPicture;
  box: Box;
}

/** Labels of pictures of the gallery, which parts of them have too. */
const labels = new WeakMap<QueryPicture, string>();

/**
 * Has all models answer, the gallery model beside the others.
 * @param told about whatever is new
 * @throws what a backend that fails throws
 */
export async function compare(
  { description, models, gallery, picture, box }: Asked,
  told: (comparison: Comparison) => void,
): Promise<void> {
  const waiting = { state: 'waiting' } as const;
  let now: Comparison = { gallery: waiting, models: models.map(() => waiting) };
  const tell = (change: Partial<Comparison>): void => told((now = { ...now, ...change }));
  const set = (model: number, outcome: Outcome): void =>
    tell({ models: now.models.map((before, n) => (n === model ? outcome : before)) });
  tell({});
  const part = partOf(picture, box);
  const file = await part.file();
  tell({ pictureBytes: file.size });
  const { row } = picture;
  const asked = askGalleryModel(description, gallery, file, box === wholePicture ? row : undefined, row).then(
    ({ label = labels.get(picture), ...ranking }) => {
      if (label) labels.set(picture, label);
      tell({ label, gallery: { state: 'done', ...ranking } });
      return ranking.results.slice(0, shownResults);
    },
    (error: unknown) => {
      tell({ gallery: { state: 'failed', problem: problemOf(error) } });
      return undefined;
    },
  );
  const vectors: Float32Array[] = [];
  for (const [n, model] of models.entries()) {
    const { vector, milliseconds } = await model.embed(part.square(model));
    vectors.push(vector);
    const found = await gallery.search(vector, row).then(
      (results): Outcome => ({ state: 'done', results, milliseconds }),
      (error: unknown): Outcome => ({ state: 'failed', problem: problemOf(error) }),
    );
    set(n, found);
  }
  const first = await asked;
  if (!first || first.length < 2) return;
  for (const [n, vector] of vectors.entries()) {
    const outcome = now.models[n]!;
    if (outcome.state === 'done') set(n, { ...outcome, order: await orderOf(gallery, first, vector) });
  }
}

async function askGalleryModel(
  { galleryModel }: DemoDescription,
  gallery: Gallery,
  file: Blob,
  whole: number | undefined,
  without: number | undefined,
): Promise<GalleryAnswer> {
  if (whole !== undefined) return gallery.ofRow(whole);
  if ('name' in galleryModel) return gallery.ofPicture(file, without);
  return Promise.reject(new Error(`The gallery model is not at hand here: ${galleryModel.missing}.`));
}

async function orderOf(
  gallery: Gallery,
  first: readonly Found[],
  vector: Float32Array,
): Promise<ComparedOrder> {
  const rows = first.map(({ row }) => row);
  const similarities = await gallery.similarities(vector, rows);
  const pairs = (rows.length * (rows.length - 1)) / 2;
  const g = first.map(({ similarity }) => similarity);
  return {
    pairs,
    kept: orderConsistency(g, similarities, rows.length) * pairs,
    gallery: g,
    query: similarities,
  };
}

/** Ranks of the pictures with the query's label, and their average precision. */
export function rightOnes(
  results: readonly Found[],
  label: string,
): { ranks: readonly number[]; averagePrecision: number } {
  const right = results.filter((found) => found.label === label).map(({ rank }) => rank);
  return { ranks: right, averagePrecision: averagePrecision(right.map((rank) => rank - 1)) };
}
