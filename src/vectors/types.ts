import type { EmbeddingMatrix } from './embeddingMatrix.js';
import type { GallerySource } from './gallery/gallerySource.js';

/** Which part of a file holds the embeddings, and where their ids are. */
export interface EmbeddingFileOptions {
  /**
   * Name of the array (`.npz`, `.mat`), tensor (safetensors) or column (Parquet) that holds the vectors. Default: the
   * only one that can.
   */
  array?: string;
  /**
   * Name of the array, metadata entry or column that holds the ids; of the column of `idsFile` where that is a table.
   * Default: the one that has `names`; else `ids`, `id`, or one called by a path, such as `path` or `filename`.
   */
  idColumn?: string;
  /**
   * File of ids in the order of the rows: a `.csv` table, a `.json` list, or text with one id per line. Default: what has
   * `names` in the file or beside it (`NAME.csv`, `NAME.txt`, `NAME.json`, `NAME.ids.txt`); else `NAME.ids.txt`.
   */
  idsFile?: string;
  /** Names of the pictures, of which the ids are those that most rows have. Default: not known. */
  names?: readonly string[];
  /** Whether rows count by their order alone, and no ids are read. Default false. */
  byOrder?: boolean;
  /**
   * Whether an image is a column of the array, `[D, N]`, instead of a row. Default: true for `.mat`, as the landmark
   * benchmarks' owners store their features, else false.
   */
  transpose?: boolean;
}

/** Embeddings read from a file. */
export interface EmbeddingFile {
  /** `[N, D]`: one row per image. */
  matrix: EmbeddingMatrix;
  /** `[N]`: the id of each row, where the file or a file beside it has them. */
  ids?: string[];
  /** Which list of which file the ids are, for example `column "path" of vectors.parquet`. */
  idsFrom?: string;
  path: string;
  /** Of the whole file, as 64 hexadecimal digits. */
  sha256: string;
}

/** A gallery in one or more files, to be searched. */
export interface EmbeddingGallery {
  source: GallerySource;
  /** N. */
  rows: number;
  /** D. */
  columns: number;
  /** `[N]`, where every file has them. */
  ids?: string[];
  /** Which lists of which files the ids are. */
  idsFrom?: string;
}

/** What embeddings have to be. NaN, infinite and zero rows, and ids that come twice, are refused in any case. */
export interface EmbeddingRequirements {
  /** D. Default: any. */
  dimension?: number;
  /** Whether every row must have Euclidean length 1, to 0.001. Default false. */
  unitNorm?: boolean;
  /**
   * `[N]`: the ids that the rows must have, in this order. Embeddings without ids are only counted. Default: any.
   */
  ids?: readonly string[];
}
