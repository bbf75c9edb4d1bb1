import { openDataset } from '../../datasets/openDataset.js';
import { findSplit } from '../../datasets/findSplit.js';
import { labelsOf, splitLabels } from '../../datasets/splitLabels.js';
import { prepareGallery } from '../../experiments/prepareGallery.js';
import { randomSource } from '../../base/randomSource.js';
import type { GalleryStructure } from '../../scale/galleryStructure.js';
import { alongAxes } from '../../scale/principalCoordinates.js';
import { openTrainedModel } from '../../trainedModels/openTrainedModel.js';
import { selectRows, type EmbeddingMatrix } from '../../vectors/embeddingMatrix.js';
import { settings } from '../plan/settings.js';
import { dimension, inFewDimensions } from './inFewDimensions.js';
import { trainSearchers, type SearcherId } from './searchers.js';

const queryCount = 200;

/** Vectors of the queries as one model makes them. */
export interface Searcher {
  id: SearcherId | 'galleryModel';
  seed: number;
  /** `[Q, K]` unit rows. */
  queries: EmbeddingMatrix;
}

/** A real gallery with queries, in few dimensions, and what it takes to simulate more of the same. */
export interface ScaleInputs {
  /** `[N, K]` unit rows of the gallery model. */
  gallery: EmbeddingMatrix;
  galleryLabels: Int32Array;
  queryLabels: Int32Array;
  /** `[Q]` the gallery row that is the query itself, or -1. */
  self: Int32Array;
  /** The gallery model itself first. */
  searchers: Searcher[];
  /** `[M, K]` unit rows of the training pictures, whose classes are not in the gallery. */
  others: EmbeddingMatrix;
  /** Of these. */
  structure: GalleryStructure;
  /** Share of the vectors' squared length that the dimensions keep. */
  kept: number;
}

/** Prepares the photos of groceries, of classes that no query model was trained on; trains the query models where they are missing. */
export async function scaleInputs(
  onStep: (sentence: string) => void,
  signal?: AbortSignal,
): Promise<ScaleInputs> {
  const setting = settings.grocery;
  const dataset = await openDataset(setting.dataset);
  const models = await trainSearchers(dataset.fingerprint, onStep, signal);
  const [{ config }] = models as [(typeof models)[number]];
  const split = findSplit(dataset, config.split);
  const prepared = await prepareGallery(dataset, split, config, undefined, signal);
  onStep(`Bringing vectors from ${prepared.fit.columns} to ${dimension} dimensions`);
  const { axes, vectors: others, structure } = inFewDimensions(prepared.fit, labelsOf(dataset, split.fit));
  const { queryLabels, galleryLabels, selfInGallery } = splitLabels(dataset, split);
  const chosen = randomSource(0, 'queries of the scale study')
    .permutation(split.queries.length)
    .slice(0, queryCount)
    .sort();
  const searchers: Searcher[] = [
    { id: 'galleryModel', seed: 0, queries: alongAxes(axes, selectRows(prepared.queries, chosen)) },
  ];
  for (const { config: run, folder } of models) {
    signal?.throwIfAborted();
    const trained = await openTrainedModel(folder);
    const vectors = await trained.embed({ dataset, rows: chosen.map((query) => split.queries[query]!) });
    trained.dispose();
    searchers.push({ id: run.method as SearcherId, seed: run.seed, queries: alongAxes(axes, vectors) });
  }
  return {
    gallery: alongAxes(axes, prepared.gallery),
    galleryLabels,
    queryLabels: chosen.map((query) => queryLabels[query]!),
    self: chosen.map((query) => selfInGallery?.[query] ?? -1),
    searchers,
    others,
    structure,
    kept: axes.kept,
  };
}
