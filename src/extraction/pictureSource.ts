import type { Dataset, PixelRequest } from '../datasets/types.js';

/** What the extraction needs of a data set. */
export interface PictureSource extends Pick<Dataset, 'name' | 'fingerprint' | 'pixels' | 'suppliedVectors'> {
  records: ArrayLike<unknown>;
}

/** Options of the functions that run a model over many pictures. */
export interface ExtractionOptions {
  /** Rows of the data set; default all. */
  rows?: ArrayLike<number>;
  /** Pictures per run of the network; default 16. */
  batch?: number;
  framing?: PixelRequest['framing'];
  onProgress?: (state: { done: number; total: number; what: string }) => void;
  /** Stops at the next batch; what is stored so far is kept and used next time. */
  signal?: AbortSignal;
}

/** Row numbers to extract. */
export function requestedRows(source: PictureSource, rows: ArrayLike<number> | undefined): Int32Array {
  return rows ? Int32Array.from(rows) : Int32Array.from({ length: source.records.length }, (_, row) => row);
}
