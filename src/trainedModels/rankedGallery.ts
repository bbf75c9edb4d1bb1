import type { RunConfig } from '../experiments/runConfig.js';
import { openIndex, type GalleryIndex } from '../galleryIndex/openIndex.js';
import type { IndexResult } from '../galleryIndex/types.js';
import { exactSearch } from '../retrieval/ranking/exactSearch.js';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { checkIndexOfModel } from './indexModel.js';
import {
  openSearchedGallery,
  type GalleryChoices,
  type SearchedGallery,
  type SearchedGalleryOptions,
} from './searchedGallery.js';

/** Which gallery is searched, and how. */
export interface RankedChoices extends GalleryChoices {
  /** Folder of an index, which is searched instead of a file. */
  index?: string;
  /** Settings of the searches in it; default: the engine's. */
  indexSettings?: object;
}

/** A gallery that ranks itself for queries. */
export interface RankedGallery {
  name: string;
  named: string;
  rows: number;
  /**
   * The best rows per query.
   * @param without `[Q]` ids of pictures that are left out of the results of the query; default none
   */
  rank(queries: EmbeddingMatrix, top: number, without?: readonly string[]): Promise<IndexResult>;
  close(): Promise<void>;
}

/** Opens the gallery to search. Throws as `openSearchedGallery` and `openIndex` do. */
export async function openRankedGallery(
  { index: folder, indexSettings, ...choices }: RankedChoices,
  run: RunConfig | undefined,
  dimension: number,
  options: SearchedGalleryOptions,
): Promise<RankedGallery> {
  if (folder === undefined) return comparing(await openSearchedGallery(choices, run, dimension, options));
  const index = await openIndex(folder, options.signal);
  try {
    checkIndexOfModel(index, run, dimension);
  } catch (error) {
    await index.close();
    throw error;
  }
  const { rows, removed } = index.record();
  return {
    name: folder,
    named: 'the ids in the index',
    rows: rows - removed,
    rank: (queries, top, without) => rankInIndex(index, queries, top, without, indexSettings),
    close: () => index.close(),
  };
}

/** Every row is compared. */
function comparing(gallery: SearchedGallery): RankedGallery {
  const { name, named, rows, source } = gallery;
  return {
    name,
    named,
    rows,
    async rank(queries, top, without) {
      const selfInGallery = without && rowsOfIds(gallery, without);
      const found = await exactSearch({ queries, gallery: source, k: top, selfInGallery });
      return { ...found, ids: Array.from(found.rows, (row) => (row < 0 ? '' : gallery.id(row))) };
    },
    close: () => Promise.resolve(),
  };
}

/** One result more is asked for where one is left out. */
async function rankInIndex(
  index: GalleryIndex,
  queries: EmbeddingMatrix,
  top: number,
  without: readonly string[] | undefined,
  settings: object | undefined,
): Promise<IndexResult> {
  if (!without) return index.search(queries, top, settings);
  const found = await index.search(queries, top + 1, settings);
  const k = Math.min(top, found.k);
  const kept: IndexResult = {
    k,
    rows: new Int32Array(queries.rows * k).fill(-1),
    scores: new Float32Array(queries.rows * k).fill(-Infinity),
    ids: new Array<string>(queries.rows * k).fill(''),
  };
  for (let query = 0; query < queries.rows; query++) {
    let place = query * k;
    for (let at = query * found.k; at < (query + 1) * found.k && place < (query + 1) * k; at++) {
      if (found.rows[at]! < 0 || found.ids[at] === without[query]) continue;
      kept.rows[place] = found.rows[at]!;
      kept.scores[place] = found.scores[at]!;
      kept.ids[place++] = found.ids[at]!;
    }
  }
  return kept;
}

/** The gallery's row of each id; -1 where it has none. */
function rowsOfIds(gallery: SearchedGallery, ids: readonly string[]): number[] {
  const rows = new Map(ids.map((id) => [id, -1]));
  for (let row = 0; row < gallery.rows; row++) if (rows.has(gallery.id(row))) rows.set(gallery.id(row), row);
  return ids.map((id) => rows.get(id)!);
}
