import { largestCachedBytes, largestCachedSize } from '../datasets/largestCachedSize.js';
import type { RunConfig } from '../experiments/runConfig.js';
import { cropsPerPicture, pictureSize } from '../extraction/featureCrops.js';
import { galleryModelsOf } from '../extraction/galleryConfig.js';
import { bankNeighbours } from '../losses/lossConfig.js';
import { pretrainedNetwork } from '../models/pretrained.js';
import { blockBytes } from '../retrieval/ranking/forEachQuery.js';
import { fileBatchBytes } from '../training/fileBatches.js';
import { storedToCrop } from '../training/augment.js';
import { frozenName } from '../trainedModels/frozenFeatures.js';
import type { PictureCounts } from './pictureCounts.js';

/** Bytes that a run holds in memory, beside those of its networks. */
export interface MemoryBytes {
  galleryVectors: number;
  /** What the query model sees: stored features or pictures; a few batches where pictures are decoded whenever they are used. */
  inputs: number;
  rankingLists: number;
  evaluation: number;
}

/** Bytes that a run leaves on disk. */
export interface DiskBytes {
  galleryVectors: number;
  /** Features of the frozen network in front of a head. */
  features: number;
  /** Pictures that are kept as squares. */
  squares: number;
}

type Counts = Omit<PictureCounts, 'source'>;

const bytesPerNumber = 4;
/** Neighbours that are kept for a loss that ranks the bank, each with its row and similarity. */
const bankLength = 512;

/** @param dimension D of the gallery's vectors */
export function memoryBytes(config: RunConfig, counts: Counts, dimension: number): MemoryBytes {
  const { fit, queries, gallery, all } = counts;
  return {
    galleryVectors: all * dimension * bytesPerNumber,
    inputs: inputBytes(config, counts),
    rankingLists: bankNeighbours(config.loss) > 0 ? fit * bankLength * 2 * bytesPerNumber : 0,
    evaluation: evaluationBytes(queries, gallery, dimension),
  };
}

/** @param dimension D of the gallery's vectors */
export function diskBytes(config: RunConfig, { all }: Counts, dimension: number): DiskBytes {
  const { gallery, query, featureSize } = config;
  const isHead = query.kind === 'head';
  const sides = [
    ...galleryModelsOf(gallery).map(({ size }) => size),
    ...(isHead ? [pictureSize(featureSize)] : config.pictures ? [] : [Math.round(query.size * storedToCrop)]),
  ];
  const squares = sides
    .filter((side) => side <= largestCachedSize)
    .map((side) => all * squareBytes(side))
    .filter((bytes) => bytes <= largestCachedBytes);
  return {
    // A file of vectors is there already.
    galleryVectors: gallery.name === 'vectors' ? 0 : all * dimension * bytesPerNumber,
    features: isHead ? all * cropsPerPicture * featureBytes() : 0,
    squares: squares.reduce((sum, bytes) => sum + bytes, 0),
  };
}

/** The query model's vectors of both sides, and blocks of similarities of the three ways to search. */
function evaluationBytes(queries: number, gallery: number, dimension: number): number {
  return (queries + gallery) * dimension * bytesPerNumber + blockBytes(queries, gallery, 3);
}

function inputBytes({ query, pictures, training }: RunConfig, { fit, queries, gallery }: Counts): number {
  if (query.kind === 'head') return (fit * cropsPerPicture + queries + gallery) * featureBytes();
  if (pictures) return fileBatchBytes(training.batchSize, query.size);
  return (fit + queries + gallery) * squareBytes(Math.round(query.size * storedToCrop));
}

const featureBytes = (): number => pretrainedNetwork(frozenName).channels * bytesPerNumber;
const squareBytes = (side: number): number => 3 * side ** 2;
