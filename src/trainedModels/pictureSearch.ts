import { readingData } from '../errors.js';
import { openDataset } from '../datasets/openDataset.js';
import type { RunConfig } from '../experiments/runConfig.js';
import type { BrokenPicture } from '../images/brokenPictures.js';
import type { IndexResult } from '../galleryIndex/types.js';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { pictureList, withoutBroken, type PictureList, type Pictures } from './pictureList.js';
import { openRankedGallery, type RankedChoices, type RankedGallery } from './rankedGallery.js';
import type { SearchedGalleryOptions } from './searchedGallery.js';

export interface PictureSearchOptions extends RankedChoices, SearchedGalleryOptions {
  /** Results for each query; default 10. */
  top?: number;
  /** Leaves out of a query's results the gallery's row with the query's id; default false. */
  excludeSelf?: boolean;
  /** Leaves out queries that cannot be decoded, and lists them; default is to name them all and stop. */
  skipBroken?: boolean;
  /** The gallery's pictures, found by their ids when the result is shown; default: the data set of the training run. */
  pictures?: Pictures;
}

/** A picture of the gallery that was found. */
export interface FoundPicture {
  /** From 1. */
  rank: number;
  /** Row in the gallery, from 0. */
  row: number;
  id: string;
  /** Cosine of the two embeddings. */
  similarity: number;
}

/** A query with what was found, best first. */
export interface PictureQuery {
  id: string;
  results: FoundPicture[];
}

/** Result of a search, which `show` draws as a grid of pictures. */
export interface PictureSearch {
  gallery: { name: string; rows: number; named?: string };
  queries: PictureQuery[];
  /** Queries that could not be decoded, where these are left out. */
  leftOut?: BrokenPicture[];
  /** The pictures themselves, read when they are looked at. */
  pictures: {
    queries: PictureList;
    /** Those of the gallery; `undefined` where nothing says where they are. */
    gallery: () => Promise<PictureList | undefined>;
  };
}

/** What a search needs of a trained model. */
export interface SearchingModel {
  run: RunConfig | undefined;
  dimension: number;
  embed: (pictures: PictureList) => Promise<EmbeddingMatrix>;
}

/** Ranks a gallery by its similarity to pictures that a query model embeds; see `TrainedModel.search`. */
export async function searchPictures(
  { run, dimension, embed }: SearchingModel,
  queries: Pictures,
  options: PictureSearchOptions = {},
): Promise<PictureSearch> {
  const { top = 10, excludeSelf = false, skipBroken, pictures } = options;
  const given = pictureList(queries, 'queries');
  const { list, leftOut } = skipBroken
    ? await withoutBroken(given, options.signal)
    : { list: given, leftOut: [] };
  const gallery = await openRankedGallery(options, run, dimension, options);
  const found = await rankPictures(gallery, () => embed(list), top, excludeSelf ? list.ids : undefined);
  const resultsOf = (query: number): FoundPicture[] =>
    Array.from(found.rows.subarray(query * found.k, (query + 1) * found.k), (row, rank) => ({
      rank: rank + 1,
      row,
      id: found.ids[query * found.k + rank]!,
      similarity: found.scores[query * found.k + rank]!,
    })).filter(({ row }) => row >= 0);
  return {
    gallery: { name: gallery.name, rows: gallery.rows, named: gallery.named },
    queries: list.ids.map((id, query) => ({ id, results: resultsOf(query) })),
    ...(leftOut.length > 0 && { leftOut }),
    pictures: { queries: list, gallery: () => galleryPictures(pictures, run) },
  };
}

async function rankPictures(
  gallery: RankedGallery,
  embed: () => Promise<EmbeddingMatrix>,
  top: number,
  without: readonly string[] | undefined,
): Promise<IndexResult> {
  try {
    return await gallery.rank(await readingData(embed), top, without);
  } finally {
    await gallery.close();
  }
}

async function galleryPictures(
  pictures: Pictures | undefined,
  run: RunConfig | undefined,
): Promise<PictureList | undefined> {
  if (pictures !== undefined) return pictureList(pictures);
  // A model travels without its data set; the grid says of which results it has no pictures.
  const dataset = run && (await openDataset(run.dataset, undefined, run).catch(() => undefined));
  return dataset && pictureList({ dataset });
}
