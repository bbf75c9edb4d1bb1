import type { Progress } from '../base/progress.js';
import { findSplit } from '../datasets/findSplit.js';
import { openDataset } from '../datasets/openDataset.js';
import { knownLabels } from '../datasets/splitLabels.js';
import type { Dataset, RetrievalSplit } from '../datasets/types.js';
import { RetrievalError } from '../errors.js';
import { prepareGallery, type PreparedGallery } from '../experiments/prepareGallery.js';
import type { RunConfig } from '../experiments/runConfig.js';
import { selectRows, type EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { agreementDepth, type CheckedSearch } from './checkedSearch.js';

/** So many pictures have rankings of the depth that is compared. */
export const fewestPictures = agreementDepth + 2;
/** In smaller data sets there is no order among the others of a picture. */
export const fewestInDataset = 3;

/** Pictures of a data set to compare on. */
export interface CheckPictures {
  dataset: Dataset;
  /** Records of the data set. */
  rows: number[];
  /** The search in which they are the queries, once the original has embedded them. */
  searchOf: (original: EmbeddingMatrix) => CheckedSearch;
  /** What is to be known of the choice, in sentences. */
  notes: string[];
}

interface Choice {
  /** Name of the data set. */
  source: string;
  /** Pictures wanted. */
  count: number;
  /** The run that trained the query model, where it is known. */
  run: RunConfig | undefined;
  /** How many queries that run had; default: not known. */
  queries?: number | undefined;
  onProgress?: Progress;
}

/**
 * Chooses pictures to compare on: of the data set of the training run its queries, which did not train, among that run's
 * gallery; where they are too few, pictures of the gallery in their place. Of another data set, or where the gallery
 * model's vectors are not at hand, pictures that are each other's gallery.
 *
 * @throws RetrievalError (data) when the data set cannot be opened.
 */
export async function checkPictures({
  source,
  count,
  run,
  queries,
  onProgress,
}: Choice): Promise<CheckPictures> {
  const dataset = await openPictures(source, run, onProgress);
  if (run?.dataset !== source) return among(dataset, count, 'these are not the pictures of the training run');
  try {
    const split = findSplit(dataset, run.split);
    const found = split.queries.length;
    if (queries !== undefined && queries !== found) {
      const reason = `the training run had ${queries} queries and there are ${found} now; pictures have changed since, or ${source} leads elsewhere from this folder`;
      return among(dataset, count, reason);
    }
    return inGallery(dataset, split, await prepareGallery(dataset, split, run, onProgress, undefined), count);
  } catch (error) {
    if (!(error instanceof RetrievalError)) throw error;
    return among(dataset, count, error.message.replaceAll(/\n\s*/g, '; '));
  }
}

/** The search among pictures that are each other's gallery, as the original embeds them. */
export function searchAmong(original: EmbeddingMatrix): CheckedSearch {
  return { gallery: original, selfInGallery: Array.from({ length: original.rows }, (_, row) => row) };
}

function among(dataset: Dataset, count: number, reason: string): CheckPictures {
  const rows = evenly(
    dataset.records.map((_, row) => row),
    count,
  );
  const records = Int32Array.from(rows);
  const labels = knownLabels(dataset, splitOf(records, records));
  return {
    dataset,
    rows,
    searchOf: (original) => ({ ...labels, ...searchAmong(original) }),
    notes: [`The gallery model's ranking was not at hand: ${reason}.`],
  };
}

function inGallery(
  dataset: Dataset,
  split: RetrievalSplit,
  vectors: PreparedGallery,
  count: number,
): CheckPictures {
  const held = evenly(split.queries, count);
  const isEnough = held.length >= Math.min(count, fewestPictures);
  const records = Int32Array.from(isEnough ? held : evenly(split.gallery, count));
  const [source, embedded] = isEnough ? [split.queries, vectors.queries] : [split.gallery, vectors.gallery];
  const { selfInGallery, ...labels } = knownLabels(dataset, splitOf(records, split.gallery));
  return {
    dataset,
    rows: Array.from(records),
    notes: isEnough
      ? []
      : [`Pictures that did not train: ${held.length}; compared on pictures that did, too.`],
    searchOf: () => ({
      galleryModelQueries: selectRows(embedded, rowsOf(records, source)),
      gallery: vectors.gallery,
      selfInGallery: selfInGallery!,
      ...labels,
    }),
  };
}

function splitOf(queries: Int32Array, gallery: Int32Array): RetrievalSplit {
  return { name: '', description: '', fit: new Int32Array(0), queries, gallery, excludeSelf: true };
}

/** Where each record stands in a list of them. */
function rowsOf(records: Int32Array, list: Int32Array): number[] {
  const rows = new Map(Array.from(list, (record, row) => [record, row]));
  return Array.from(records, (record) => rows.get(record)!);
}

/** At most `count` of a list, spread evenly over it. */
function evenly(list: ArrayLike<number>, count: number): number[] {
  const wanted = Math.min(count, list.length);
  return Array.from({ length: wanted }, (_, n) => list[Math.floor((n * list.length) / wanted)]!);
}

/** The data set of the training run is opened as the run did. */
async function openPictures(
  name: string,
  run: RunConfig | undefined,
  onProgress?: Progress,
): Promise<Dataset> {
  try {
    return await openDataset(name, onProgress, run?.dataset === name ? run : {});
  } catch (cause) {
    throw new RetrievalError({
      what: 'The pictures for the agreement test cannot be opened',
      where: name,
      found: cause instanceof Error ? cause.message.replaceAll('\n', ';') : String(cause),
      fix: 'get the data set, or compare on random pictures (data `random`)',
      kind: 'data',
      cause,
    });
  }
}
