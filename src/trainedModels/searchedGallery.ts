import { findSplit } from '../datasets/findSplit.js';
import { readingData, RetrievalError } from '../errors.js';
import { openDataset } from '../datasets/openDataset.js';
import type { RunConfig } from '../experiments/runConfig.js';
import { prepareGallery } from '../experiments/prepareGallery.js';
import type { Progress } from '../base/progress.js';
import type { EmbeddingFile, EmbeddingGallery } from '../vectors/types.js';
import type { GallerySource } from '../vectors/gallery/gallerySource.js';
import { checkGallery } from '../vectors/checks/checkEmbeddings.js';
import { openEmbeddingGallery } from '../vectors/gallery/openEmbeddingGallery.js';
import { unitGallery } from '../vectors/gallery/unitGallery.js';

/** The gallery model's vectors in memory, such as `readEmbeddingFile` gives them. */
export type GalleryVectors = Pick<EmbeddingFile, 'matrix' | 'ids' | 'idsFrom'> &
  Partial<Pick<EmbeddingFile, 'path'>>;

/** Which gallery is searched. */
export interface GalleryChoices {
  /** File of embeddings, or embeddings in memory; default: the gallery of the training run. */
  gallery?: string | GalleryVectors;
  /** File with the ids of a file's rows, one a line or CSV; default: those in the file or beside it. */
  ids?: string;
  /** Column, array or entry with the ids, of the file or of the table `ids`. */
  idColumn?: string;
  /** Array, tensor or column of the file that holds the vectors; default: the only one that can. */
  array?: string;
}

export interface SearchedGalleryOptions {
  /** Told about the preparation of the training run's gallery. */
  onProgress?: Progress;
  signal?: AbortSignal;
}

export interface SearchedGallery {
  name: string;
  /** What its rows are called by, for example `column "path" of vectors.parquet`. */
  named: string;
  /** N. */
  rows: number;
  /** `[N, D]` unit rows. */
  source: GallerySource;
  /** The id of a row; its number, where the gallery has no ids. */
  id(row: number): string;
  /** The best rows for a unit vector `[D]`, best first, where an index finds them; default: every row is compared. */
  nearest?: (vector: Float32Array, top: number) => Promise<{ row: number; similarity: number }[]>;
}

/**
 * Opens the gallery to search.
 *
 * @param run configuration that the query model was trained with, where it is known.
 * @param dimension D of the query model.
 * @throws RetrievalError for vectors that cannot be searched with this query model.
 */
export async function openSearchedGallery(
  choices: GalleryChoices,
  run: RunConfig | undefined,
  dimension: number,
  options: SearchedGalleryOptions = {},
): Promise<SearchedGallery> {
  const { gallery, ids, idColumn, array } = choices;
  if (typeof gallery === 'object' && (ids ?? idColumn ?? array) !== undefined) throw notAFile();
  if (gallery === undefined) return galleryOfRun(choices, run, options);
  const name = typeof gallery === 'string' ? gallery : (gallery.path ?? 'vectors in memory');
  if (run && run.galleryTreatment !== 'raw') throw treated(name, run.galleryTreatment);
  return readingData(() => galleryOfVectors(name, choices, dimension));
}

async function galleryOfVectors(
  name: string,
  { gallery: vectors, ids, idColumn, array }: GalleryChoices,
  dimension: number,
): Promise<SearchedGallery> {
  const gallery =
    typeof vectors === 'object'
      ? galleryInMemory(vectors)
      : await openEmbeddingGallery(name, { idsFile: ids, idColumn, array });
  await checkGallery(gallery, { dimension }, name);
  return {
    name,
    named: gallery.idsFrom ?? (gallery.ids ? 'the ids given' : 'their numbers, as there are no names'),
    rows: gallery.rows,
    source: unitGallery(gallery.source),
    id: (row) => gallery.ids?.[row] ?? String(row),
  };
}

async function galleryOfRun(
  { ids, idColumn, array }: GalleryChoices,
  run: RunConfig | undefined,
  { onProgress, signal }: SearchedGalleryOptions,
): Promise<SearchedGallery> {
  if (!run || (ids ?? idColumn ?? array) !== undefined) {
    throw new RetrievalError({
      what: 'It is not known which gallery to search',
      where: '--gallery',
      expected:
        'a file of vectors, or a model with the run.json of its training and neither --ids, --id-column nor --array',
      fix: 'name the file',
      kind: 'usage',
    });
  }
  const dataset = await openDataset(run.dataset, onProgress, run);
  const split = findSplit(dataset, run.split);
  const { gallery } = await prepareGallery(dataset, split, run, onProgress, signal);
  return {
    name: `${run.dataset}, split ${run.split}`,
    named: 'the pictures of the data set',
    rows: gallery.rows,
    source: gallery,
    id: (row) => dataset.records[split.gallery[row]!]!.id,
  };
}

function galleryInMemory({ matrix, ids, idsFrom }: GalleryVectors): EmbeddingGallery {
  const { rows, columns } = matrix;
  return { source: matrix, rows, columns, ...(ids && { ids, idsFrom }) };
}

function notAFile(): RetrievalError {
  return new RetrievalError({
    what: 'A gallery in memory has its ids and its array with it',
    where: 'gallery',
    expected: '{ matrix, ids } and neither ids nor array beside it',
    fix: 'put the ids into the gallery, or name a file',
    kind: 'usage',
  });
}

function treated(file: string, treatment: string): RetrievalError {
  return new RetrievalError({
    what: 'The query model was trained for treated vectors',
    where: file,
    expected: 'no --gallery: then the gallery of the training run is searched, treated as in training',
    found: `galleryTreatment ${treatment}`,
    fix: 'leave out --gallery, or train with galleryTreatment raw',
    kind: 'usage',
  });
}
