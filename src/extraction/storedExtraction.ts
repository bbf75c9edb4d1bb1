import { sha256OfBytes } from '../base/files/sha256.js';
import type { GalleryModel } from '../models/galleryModel.js';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { requestedRows, type ExtractionOptions, type PictureSource } from './pictureSource.js';
import { storedMatrix } from '../vectors/store/storedMatrix.js';

export interface StoreOptions extends ExtractionOptions {
  /** Folder of the store; default `data/cache/embeddings` of the workspace. */
  folder?: string;
}

/** How pictures become rows of the stored matrix. */
export interface ExtractionPlan {
  vectorsPerPicture: number;
  /** What of the plan the numbers depend on. */
  description: Record<string, string>;
  /** The vectors of some pictures; progress counts these pictures only. */
  embed: (options: ExtractionOptions & { rows: Int32Array }) => Promise<Float32Array>;
}

const picturesPerChunk = 512;

/** Vectors of a data set's pictures from the store, or computed and stored chunk by chunk. */
export async function storedExtraction(
  model: GalleryModel,
  source: PictureSource,
  { onProgress, folder, framing = 'whole', ...options }: StoreOptions,
  { vectorsPerPicture, description, embed }: ExtractionPlan,
): Promise<EmbeddingMatrix> {
  const rows = requestedRows(source, options.rows);
  const report = (done: number) =>
    onProgress?.({ done, total: rows.length, what: `${model.name}: pictures of ${source.name}` });
  return storedMatrix({
    description: {
      dataset: source.name,
      fingerprint: source.fingerprint,
      rowsHash: sha256OfBytes(rows.join()),
      model: model.identity,
      modelName: model.name,
      framing,
      ...description,
    },
    rows: rows.length * vectorsPerPicture,
    columns: model.dimension,
    rowsPerChunk: picturesPerChunk * vectorsPerPicture,
    folder,
    onProgress: (done) => report(done / vectorsPerPicture),
    compute: (first, count) => {
      const start = first / vectorsPerPicture;
      return embed({
        ...options,
        framing,
        rows: rows.subarray(start, start + count / vectorsPerPicture),
        onProgress: ({ done }) => report(start + done),
      });
    },
  });
}
