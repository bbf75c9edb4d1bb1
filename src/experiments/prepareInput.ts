import { storedToCrop } from '../training/augment.js';
import { keepCopies } from '../datasets/own/copies.js';
import type { Dataset, RetrievalSplit } from '../datasets/types.js';
import { centreCrop, cropsPerPicture, featureCrops } from '../extraction/featureCrops.js';
import { selectRows, type EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { buildGalleryModel } from '../models/createGalleryModel.js';
import { describeFeatures } from '../models/describeFeatures.js';
import type { FeatureDescription } from '../models/queryModel.js';
import { featureBatches, type BatchSource } from '../training/batchSource.js';
import { centreCrop as centreOfPictures } from '../training/augment.js';
import type { InputRows } from '../training/embedAll.js';
import { fileBatches } from '../training/fileBatches.js';
import type { PictureAugmentation } from '../training/pictureAugmentation.js';
import { pixelBatches } from '../training/pixelBatches.js';
import { memo } from '../base/memo.js';
import { photoOf } from './photoOf.js';
import type { Progress } from '../base/progress.js';
import type { RunConfig } from './runConfig.js';

/** What goes into the query model: batches to train on, and the evaluation split. */
export interface PreparedInput {
  source: BatchSource;
  /** The training pictures as the evaluation would see them, made when asked for. */
  training: () => InputRows;
  /** Features `[Q, F]` or pixels `[Q, S, S, 3]`. */
  queries: InputRows;
  gallery: InputRows;
  /** For query models that stand on stored features. */
  features?: FeatureDescription;
  /** All crops of the training pictures, those of a picture next to each other, where they are stored features. */
  crops?: { features: EmbeddingMatrix; perPicture: number };
}

/** An input that is held in memory as a whole. */
export interface StoredInput extends PreparedInput {
  training: () => Float32Array | Uint8Array;
  queries: Float32Array | Uint8Array;
  gallery: Float32Array | Uint8Array;
}

/** Prepares the query model's side of a run. */
export async function prepareInput(
  dataset: Dataset,
  split: RetrievalSplit,
  config: RunConfig,
  onProgress?: Progress,
  signal?: AbortSignal,
): Promise<PreparedInput> {
  return config.pictures && config.query.kind !== 'head'
    ? pictureFiles(dataset, split, config.query.size, config.pictures, onProgress, signal)
    : prepareStoredInput(dataset, split, config, onProgress, signal);
}

/** The same with everything in memory: decoded once, and varied by crop, mirror image and brightness. */
export function prepareStoredInput(
  dataset: Dataset,
  split: RetrievalSplit,
  config: RunConfig,
  onProgress?: Progress,
  signal?: AbortSignal,
): Promise<StoredInput> {
  return config.query.kind === 'head'
    ? storedFeatures(dataset, split, config.featureSize, onProgress, signal)
    : storedPictures(dataset, split, config.query.size);
}

/** The crops that a split uses, as rows of `featureCrops`: all of a training picture, the middle of others. */
export function cropsOfSplit(split: RetrievalSplit): Record<'fit' | 'queries' | 'gallery', number[]> {
  const everyCrop = Array.from({ length: cropsPerPicture }, (_, crop) => crop);
  const crops = (records: Int32Array, wanted: number[]): number[] =>
    Array.from(records).flatMap((record) => wanted.map((crop) => record * cropsPerPicture + crop));
  return {
    fit: crops(split.fit, everyCrop),
    queries: crops(split.queries, [centreCrop]),
    gallery: crops(split.gallery, [centreCrop]),
  };
}

/** Features of the frozen MobileNetV2 on the crops that a split uses. */
export const splitFeatures = memo(
  (dataset: Dataset, split: RetrievalSplit, size: number, _onProgress?: Progress, _signal?: AbortSignal) =>
    JSON.stringify([dataset.fingerprint, split.name, size]),
  async (dataset, split, size, onProgress, signal) => {
    const { fit, queries, gallery } = cropsOfSplit(split);
    const network = await buildGalleryModel({ name: 'mobileNetV2', size, pooling: 'average' });
    try {
      const vectors = [...fit, ...queries, ...gallery];
      const options = { framing: 'drawing', vectors, onProgress, signal } as const;
      const features = await featureCrops(network, dataset, options);
      const part = (first: number, { length }: number[]): EmbeddingMatrix =>
        selectRows(
          features,
          Array.from({ length }, (_, row) => first + row),
        );
      return {
        fit: part(0, fit),
        queries: part(fit.length, queries),
        gallery: part(fit.length + queries.length, gallery),
        flops: network.flops ?? 0,
      };
    } finally {
      network.dispose();
    }
  },
);

async function storedFeatures(
  dataset: Dataset,
  split: RetrievalSplit,
  size: number,
  onProgress?: Progress,
  signal?: AbortSignal,
): Promise<StoredInput> {
  const { fit, queries, gallery, flops } = await splitFeatures(dataset, split, size, onProgress, signal);
  const everyRow = Array.from({ length: fit.rows }, (_, row) => row);
  const middle = everyRow.filter((row) => row % cropsPerPicture === centreCrop);
  return {
    source: featureBatches(fit.data, fit.columns, cropsPerPicture),
    training: () => selectRows(fit, middle).data,
    queries: queries.data,
    gallery: gallery.data,
    features: describeFeatures(fit, everyRow, flops),
    crops: { features: fit, perPicture: cropsPerPicture },
  };
}

async function storedPictures(dataset: Dataset, split: RetrievalSplit, size: number): Promise<StoredInput> {
  const stored = Math.round(size * storedToCrop);
  const pictures = (rows: Int32Array): Promise<Uint8Array> =>
    dataset.pixels(rows, { size: stored, framing: 'drawing' });
  const [fit, queries, gallery] = await Promise.all([split.fit, split.queries, split.gallery].map(pictures));
  return {
    // A mirrored emoji may be another emoji; a mirrored photo is still the same product.
    source: pixelBatches(fit!, stored, size, { flip: dataset.mayBeMirrored }),
    training: () => centreOfPictures(fit!, stored, size),
    queries: centreOfPictures(queries!, stored, size),
    gallery: centreOfPictures(gallery!, stored, size),
  };
}

/** Rows of a split, each once. */
export function rowsOfSplit({
  fit,
  queries,
  gallery,
  choosing = new Int32Array(),
}: RetrievalSplit): number[] {
  return [...new Set([...fit, ...queries, ...gallery, ...choosing])];
}

/**
 * Pictures decoded from their files whenever they are needed; memory holds a few batches of them. Of pictures that lie
 * elsewhere copies are kept, unless they can be read in any order where they lie.
 */
async function pictureFiles(
  dataset: Dataset,
  split: RetrievalSplit,
  size: number,
  augmentation: PictureAugmentation,
  onProgress?: Progress,
  signal?: AbortSignal,
): Promise<PreparedInput> {
  const used = rowsOfSplit(split).map((row) => photoOf(dataset, row, 'pictures'));
  await keepCopies(used, dataset.name, { onProgress, signal });
  const files = Array.from(split.fit, (row) => {
    const { path, box, copy, read } = photoOf(dataset, row, 'pictures');
    return { path: copy ?? path, ...(box && { box }), ...(read && copy === undefined && { read }) };
  });
  const read =
    (rows: Int32Array): InputRows =>
    (first, count) =>
      dataset.pixels(rows.subarray(first, first + count), { size });
  return {
    source: fileBatches(files, size, augmentation),
    training: () => read(split.fit),
    queries: read(split.queries),
    gallery: read(split.gallery),
  };
}
