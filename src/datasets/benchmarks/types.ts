import type { Dataset, ImageRecord, RetrievalSplit } from '../types.js';
import type { PictureProgress } from '../../images/pixelCache.js';
import type { GroundTruth } from '../groundTruth/types.js';
import type { BenchmarkName } from './names.js';

/** Parts of Google Landmarks v2 that can be opened alone. */
export const googleLandmarksParts = ['train', 'index', 'test'] as const;

export type GoogleLandmarksPart = (typeof googleLandmarksParts)[number];

/** The benchmarks of which parts can be opened alone, with these parts. */
export const partsOpenedAlone: Partial<Record<BenchmarkName, readonly GoogleLandmarksPart[]>> = {
  'google-landmarks-v2': googleLandmarksParts,
};

/** How a benchmark is read. */
export interface BenchmarkOptions {
  /**
   * Folder in its owner's layout, or one above it as the owner's scripts make them; default `data/benchmarks/<name>` of
   * the workspace, or `<name>` in the folder of ASYMMETRIC_BENCHMARKS.
   */
  folder?: string;
  /** ROxford5k and RParis6k: folder of the million of distractors, which join the gallery behind its own pictures. */
  distractors?: string;
  /** Google Landmarks v2: parts to open; default all three. */
  parts?: readonly GoogleLandmarksPart[];
}

export interface OpenBenchmarkOptions extends BenchmarkOptions {
  onProgress?: PictureProgress;
  /** Folder of the resized pictures; default a folder of their own in `data/cache` of the workspace. */
  cacheFolder?: string;
}

/** A folder of pictures, with what its pictures have in common. */
export interface PicturePlace {
  /** Absolute path. */
  root: string;
  /** Path of a picture below the root by its id. */
  fileOf: (id: string) => string;
  /** The owner's part of the benchmark: `train`, `query`, `gallery`, ... */
  part: string;
  /** Whether pictures that no list names are worth a word. */
  listsEverything: boolean;
}

/** What the lists of a benchmark say; no picture has been looked at. */
export interface BenchmarkParts {
  name: BenchmarkName;
  /** Folder that holds the lists. */
  folder: string;
  records: ImageRecord[];
  places: PicturePlace[];
  splits: RetrievalSplit[];
  /** Ground truth by the name of the split; its queries and gallery are in the order of the split's rows. */
  groundTruths: Record<string, GroundTruth>;
  /** Absolute paths of the lists that were read. */
  lists: string[];
}

/** A benchmark as a data set, with the ground truth that its protocol is scored by. */
export interface BenchmarkDataset extends Dataset {
  /**
   * Ground truth by the name of the split, for `evaluateProtocol`: query and gallery rows are those of the split, in its
   * order; distractors stand behind the gallery's own pictures.
   */
  groundTruths: Record<string, GroundTruth>;
}
