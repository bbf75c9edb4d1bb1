import type * as tf from '@tensorflow/tfjs-core';
import { labelsOf } from '../datasets/splitLabels.js';
import type { Dataset, RetrievalSplit } from '../datasets/types.js';
import { nearestNeighbours } from '../vectors/nearestNeighbours.js';
import { selectRows, type EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { bankNeighbours, comparesBank, type CompleteLoss } from '../losses/lossConfig.js';
import type { NeighbourBank } from '../losses/neighbourBank.js';
import { storedWhitening } from '../models/whitening/storedWhitening.js';
import { memo } from '../base/memo.js';
import type { Progress } from '../base/progress.js';
import { rawGallery } from './rawGallery.js';
import type { RunConfig } from './runConfig.js';

/** Longest ranking list that a loss may ask of the bank, unless the training set is shorter. */
const bankNeighbourLimit = 512;

/** The gallery model's vectors of every part of a split, treated as the run asks. */
export interface PreparedGallery {
  /** Name of the gallery model. */
  modelName: string;
  fit: EmbeddingMatrix;
  queries: EmbeddingMatrix;
  gallery: EmbeddingMatrix;
  /** Nearest training pictures of each training picture, itself included; found when first asked for. */
  neighbours: () => Promise<Pick<NeighbourBank, 'indices' | 'similarities' | 'neighbours'>>;
}

/** Where rankers give all lists: there may be too many pictures to compare each with all. */
const noNeighbours = { indices: new Int32Array(0), similarities: new Float32Array(0), neighbours: 0 };

/**
 * The training part as the bank that a loss ranks, for losses that do. Pictures are compared only where a loss ranks them
 * by the gallery model itself.
 * @param embeddings its vectors `[N, D]` as a tensor
 * @param rankings the lists of the rankers that the loss names
 */
export async function bankOf(
  embeddings: tf.Tensor2D,
  { neighbours }: PreparedGallery,
  loss: CompleteLoss,
  rankings?: NeighbourBank['rankings'],
): Promise<NeighbourBank | undefined> {
  if (bankNeighbours(loss) === 0) return undefined;
  const own = comparesBank(loss) ? await neighbours() : noNeighbours;
  return { embeddings, ...own, ...(rankings && { rankings }) };
}

/** The part of a run's configuration that decides the gallery's vectors. */
type GallerySettings = Pick<
  RunConfig,
  'gallery' | 'galleryPhotos' | 'galleryTreatment' | 'whitenedDimension'
>;

/** Embeddings of the split under the run's gallery model and treatment; statistics come from training pictures only. */
export const prepareGallery = memo(
  (
    dataset: Dataset,
    split: RetrievalSplit,
    { gallery, galleryPhotos, galleryTreatment, whitenedDimension }: GallerySettings,
    _onProgress?: Progress,
    _signal?: AbortSignal,
  ) =>
    JSON.stringify([
      dataset.fingerprint,
      split.name,
      gallery,
      galleryPhotos,
      galleryTreatment,
      whitenedDimension,
    ]),
  async (dataset, split, config, onProgress, signal): Promise<PreparedGallery> => {
    const { gallery, galleryPhotos } = config;
    const { modelName, embeddings } = await rawGallery(dataset, gallery, galleryPhotos, onProgress, signal);
    const part = (records: Int32Array): EmbeddingMatrix => selectRows(embeddings, records);
    const whitening = await storedWhitening(part(split.fit), {
      kind: config.galleryTreatment,
      labels: labelsOf(dataset, split.fit),
      ...(config.galleryTreatment !== 'centred' && { dimension: config.whitenedDimension }),
    });
    const fit = whitening.apply(part(split.fit));
    return {
      modelName,
      fit,
      queries: whitening.apply(part(split.queries)),
      gallery: whitening.apply(part(split.gallery)),
      neighbours: memo(
        () => '',
        async () => {
          const neighbours = Math.min(bankNeighbourLimit, fit.rows);
          return { ...(await nearestNeighbours(fit, fit, neighbours)), neighbours };
        },
      ),
    };
  },
);
