import type { Dataset, RetrievalSplit } from '../datasets/types.js';
import {
  galleryEmbeddings,
  nearestNeighbours,
  selectRows,
  type EmbeddingMatrix,
} from '../embeddings/index.js';
import { createGalleryModel, fitWhitening, type GalleryModelConfig } from '../models/index.js';
import { memo } from './memo.js';
import type { Progress } from './progress.js';
import type { RunConfig } from './runConfig.js';

/** Longest ranking list that a loss may ask of the bank, unless the training set is shorter. */
const bankNeighbourLimit = 512;

/** The gallery model's vectors of every part of a split, treated as the run asks. */
export interface PreparedGallery {
  fit: EmbeddingMatrix;
  queries: EmbeddingMatrix;
  gallery: EmbeddingMatrix;
  /** Nearest training pictures of each training picture, itself included. */
  neighbours: { indices: Int32Array; similarities: Float32Array; count: number };
}

/** The gallery model's vectors of all pictures of a data set, computed once and stored. */
export const rawGalleryEmbeddings = memo(
  (dataset: Dataset, config: GalleryModelConfig, _onProgress?: Progress, _signal?: AbortSignal) =>
    `${dataset.fingerprint} ${JSON.stringify(config)}`,
  async (dataset, config, onProgress, signal) => {
    const model = await createGalleryModel(config);
    try {
      return await galleryEmbeddings(model, dataset, { onProgress, signal });
    } finally {
      model.dispose();
    }
  },
);

/** Embeddings of the split under the run's gallery model and treatment; statistics come from training pictures only. */
export async function prepareGallery(
  dataset: Dataset,
  split: RetrievalSplit,
  config: RunConfig,
  onProgress?: Progress,
  signal?: AbortSignal,
): Promise<PreparedGallery> {
  const raw = await rawGalleryEmbeddings(dataset, config.gallery, onProgress, signal);
  const { galleryTreatment: treatment, whitenedDimension: dimension } = config;
  return treatedGallery(dataset, split, raw, treatment, dimension, `${JSON.stringify(config.gallery)}`);
}

const treatedGallery = memo(
  (
    dataset: Dataset,
    split: RetrievalSplit,
    _raw: EmbeddingMatrix,
    treatment: RunConfig['galleryTreatment'],
    dimension: number,
    gallery: string,
  ) => [dataset.fingerprint, split.name, treatment, dimension, gallery].join(' '),
  async (dataset, split, raw, treatment, dimension) => {
    const labels = split.fit.map((row) => dataset.labels[row]!);
    const rawFit = selectRows(raw, split.fit);
    const whitening = fitWhitening(rawFit, { kind: treatment, dimension, labels });
    const [fit, queries, gallery] = [
      rawFit,
      selectRows(raw, split.queries),
      selectRows(raw, split.gallery),
    ].map((part) => whitening.apply(part));
    const count = Math.min(bankNeighbourLimit, fit!.rows);
    const neighbours = { ...(await nearestNeighbours(fit!, fit!, count)), count };
    return { fit: fit!, queries: queries!, gallery: gallery!, neighbours } satisfies PreparedGallery;
  },
);
