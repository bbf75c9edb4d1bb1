import type { BrokenPicture } from '../images/brokenPictures.js';
import type { Progress } from '../base/progress.js';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';

/** One picture of a data set. */
export interface ImageRecord {
  /** Unique in the data set, for example `noto/grinning-face`. */
  id: string;
  /** Empty where it has none. */
  label: string;
  /** Where the picture comes from: a vendor, a list of photos, `studio`. */
  origin: string;
  role?: 'query' | 'gallery' | 'both';
  /** Part of the data set that its owner put the picture in. */
  split?: string;
  /** Absolute path of the file, if there is one; of a picture that lies elsewhere how errors call it. */
  path?: string;
  /** Gives the bytes of a picture that lies elsewhere: in a store, in an archive. */
  read?: () => Promise<Uint8Array>;
  /** With `read`: changes with its content. */
  stamp?: string;
  /** With `read`: how many bytes it has, where that is known beforehand. */
  bytes?: number;
  /** With `read`: file that a copy is kept in where pictures are read again and again. */
  copy?: string;
  /** The drawing, for pictures that are not files. */
  svg?: string;
  /** Part of the picture to use: left, top, right, bottom in pixels of the upright picture. */
  box?: [number, number, number, number];
}

/** Whom to name when a picture of the data set is shown. */
export interface Attribution {
  name: string;
  licence: string;
  author: string;
  source: string;
}

/** Which records train and which are searched; all numbers are rows of the records. */
export interface RetrievalSplit {
  name: string;
  fit: Int32Array;
  queries: Int32Array;
  gallery: Int32Array;
  /** Pictures that neither train nor are in the report: they may choose the best state of a training. Default: none. */
  choosing?: Int32Array;
  /** A query that is itself in the gallery is left out of its own ranking. */
  excludeSelf: boolean;
  /**
   * What says which pictures are right for a query: `labels` (default), or `groundTruth`, lists of the data set's owner
   * that stand beside the data set.
   */
  relevance?: 'labels' | 'groundTruth';
  description: string;
}

/** How pictures are brought to a square. */
export interface PixelRequest {
  /** Side in pixels. */
  size: number;
  /**
   * `whole` (default) squashes the whole picture; `drawing` crops an emoji to what is drawn and pads it to a square
   * with a margin of 5 %. Photos take both as `whole`.
   */
  framing?: 'whole' | 'drawing';
  /**
   * Whether all pictures of the data set are kept on disk in this size, which pays where many are read (default). Without
   * it only those that are asked for are decoded.
   */
  keep?: boolean;
}

/** Which vectors of a data set's pictures are meant. */
export interface VectorKind {
  /** Identity of the model, see `GalleryModel`. */
  model: string;
  /** V, vectors of each picture. */
  perPicture: number;
  /** Crops that the vectors of a picture come from, for example `3 of 72`; missing where it is the whole picture. */
  crops?: string;
}

/**
 * Unit vectors `[numbers.length, D]` that come with a data set, or nothing where one of them is not there. Number
 * `V * row + n` is the n-th of a picture's V vectors.
 */
export type SuppliedVectors = (
  kind: VectorKind,
  numbers: ArrayLike<number>,
) => Promise<EmbeddingMatrix | undefined>;

/** What holds for the pictures of a data set as a whole. */
export interface DatasetProperties {
  /** `drawing`: rendered on white, and may be cropped to what is drawn; `photo`: decoded from a file, taken whole. */
  pictureKind: 'photo' | 'drawing';
  /** Whether a mirrored picture surely has the same label; half of the stored pictures are then mirrored in training. */
  mayBeMirrored: boolean;
  /** The split that is meant where none is named. */
  defaultSplit: string;
}

/** What is known of a data set before it is opened. */
export interface DatasetDescription extends DatasetProperties {
  /** Whom to name when a picture of it is shown. */
  attributions: () => Attribution[];
}

/** Labelled pictures with their retrieval splits. */
export interface Dataset extends DatasetProperties {
  name: string;
  records: ImageRecord[];
  /** `[N]` label number of each record, -1 where it has none. */
  labels: Int32Array;
  labelNames: string[];
  splits: Record<string, RetrievalSplit>;
  /** SHA-256 over the ids and the versions of the content; changes whenever a picture could. */
  fingerprint: string;
  attributions: Attribution[];
  /** RGB bytes `[rows.length, size, size, 3]` of the given records, decoded off the main thread. */
  pixels(rows: ArrayLike<number>, request: PixelRequest): Promise<Uint8Array>;
  /** Vectors that need not be computed; missing where there are none. */
  suppliedVectors?: SuppliedVectors;
  /** Pictures of the user's own that were left out because they cannot be decoded. */
  leftOut?: readonly BrokenPicture[];
  /** The records that cannot be decoded, of pictures of the user's own; each is decoded once for it. */
  brokenPictures?: (onProgress?: Progress) => Promise<BrokenPicture[]>;
}
