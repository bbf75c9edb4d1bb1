import type { Progress } from '../../base/progress.js';
import { randomSource } from '../../base/randomSource.js';
import { findSplit } from '../../datasets/findSplit.js';
import { openDataset } from '../../datasets/openDataset.js';
import { knownLabels } from '../../datasets/splitLabels.js';
import type { Dataset, RetrievalSplit } from '../../datasets/types.js';
import { RetrievalError } from '../../errors.js';
import { prepareGallery } from '../../experiments/prepareGallery.js';
import { openTrainedModel } from '../../trainedModels/openTrainedModel.js';
import type { SavedRun } from '../../trainedModels/savedRun.js';
import { selectRows, type EmbeddingMatrix } from '../../vectors/embeddingMatrix.js';

/** A trained model with the pictures and vectors that a report looks at. */
export interface StudiedModel {
  folder: string;
  /** What was trained on what, in sentences. */
  description: string[];
  run: SavedRun;
  dataset: Dataset;
  /** With the queries that are looked at; `allQueries` tells of how many. */
  split: RetrievalSplit;
  allQueries: number;
  /** Whether labels say for some query what is right. */
  hasLabels: boolean;
  /** `[Q, D]` of the query model. */
  queryVectors: EmbeddingMatrix;
  /** `[F, D]`, `[Q, D]` and `[N, D]` of the gallery model. */
  galleryModel: { fit: EmbeddingMatrix; queries: EmbeddingMatrix; gallery: EmbeddingMatrix };
}

export interface StudyOptions {
  /** Queries that are looked at, drawn at random where there are more; default 400. */
  queries?: number;
  onProgress?: Progress;
  signal?: AbortSignal;
}

/**
 * Embeds the searched pictures of a model's training run again, to look at them.
 *
 * @throws RetrievalError for a folder without the run of its training, and when its pictures are no longer there.
 */
export async function studyModel(folder: string, options: StudyOptions = {}): Promise<StudiedModel> {
  const { queries: most = 400, onProgress, signal } = options;
  const trained = await openTrainedModel(folder);
  try {
    const { run } = trained;
    if (!run) throw withoutRun(folder);
    const { config } = run.manifest;
    const dataset = await openDataset(config.dataset, onProgress, config);
    const whole = findSplit(dataset, config.split);
    const vectors = await prepareGallery(dataset, whole, config, onProgress, signal);
    signal?.throwIfAborted();
    const places = drawn(whole.queries.length, most);
    const queries = places.map((place) => whole.queries[place]!);
    return {
      folder,
      description: trained.describe(),
      run,
      dataset,
      split: { ...whole, queries },
      allQueries: whole.queries.length,
      hasLabels: knownLabels(dataset, { ...whole, queries }).queryLabels !== undefined,
      queryVectors: await trained.embed({ dataset, rows: queries }),
      galleryModel: {
        fit: vectors.fit,
        queries: selectRows(vectors.queries, places),
        gallery: vectors.gallery,
      },
    };
  } finally {
    trained.dispose();
  }
}

/** Some of `count` places at random, ascending; all where they are not more than `most`. */
export function drawn(count: number, most: number): Int32Array {
  return randomSource(0, 'report').permutation(count).slice(0, most).sort();
}

function withoutRun(folder: string): RetrievalError {
  return new RetrievalError({
    what: 'It is not known what this model was trained on',
    where: folder,
    expected: 'run.json, which training leaves beside the model',
    found: 'none',
    fix: 'report on a folder that `asym train` or trainAndSave has written',
    kind: 'data',
  });
}
