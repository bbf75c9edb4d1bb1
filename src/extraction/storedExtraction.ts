import { sha256OfBytes } from '../base/files/sha256.js';
import type { GalleryModel } from '../models/galleryModel.js';
import { selectRows, type EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { requestedRows, type ExtractionOptions, type PictureSource } from './pictureSource.js';
import { storedMatrix } from '../vectors/store/storedMatrix.js';

export interface StoreOptions extends ExtractionOptions {
  /** Folder of the store; default `data/cache/embeddings` of the workspace. */
  folder?: string;
  /**
   * Rows of the result that are wanted; default all. Vectors that do not come with the data set are all computed and
   * stored, wanted or not.
   */
  vectors?: ArrayLike<number>;
}

/** How pictures become rows of the stored matrix. */
export interface ExtractionPlan {
  vectorsPerPicture: number;
  /** Crops of a picture that its vectors come from, where it is not shown as a whole. */
  crops?: string;
  /** The vectors of some pictures; progress counts these pictures only. */
  embed: (options: ExtractionOptions & { rows: Int32Array }) => Promise<Float32Array>;
}

const picturesPerChunk = 512;

/**
 * Vectors of a data set's pictures: those that come with it, else from the store, else computed and stored chunk by chunk.
 */
export async function storedExtraction(
  model: GalleryModel,
  source: PictureSource,
  { onProgress, folder, framing = 'whole', vectors, ...options }: StoreOptions,
  plan: ExtractionPlan,
): Promise<EmbeddingMatrix> {
  const { vectorsPerPicture, crops, embed } = plan;
  const rows = requestedRows(source, options.rows);
  const supplied = await suppliedVectors(model, source, rows, vectors, plan);
  if (supplied) return supplied;
  const report = (done: number) =>
    onProgress?.({ done, total: rows.length, what: `${model.name}: pictures of ${source.name}` });
  const all = await storedMatrix({
    description: {
      dataset: source.name,
      fingerprint: source.fingerprint,
      rowsHash: sha256OfBytes(rows.join()),
      model: model.identity,
      modelName: model.name,
      framing,
      ...(crops && { crops }),
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
  return vectors ? selectRows(all, vectors) : all;
}

/** The vectors that come with the data set, if all that are wanted do. */
async function suppliedVectors(
  { identity }: GalleryModel,
  source: PictureSource,
  rows: Int32Array,
  vectors: ArrayLike<number> | undefined,
  { vectorsPerPicture: perPicture, crops }: ExtractionPlan,
): Promise<EmbeddingMatrix | undefined> {
  if (!source.suppliedVectors) return undefined;
  const wanted = vectors ?? { length: rows.length * perPicture };
  const numbers = Array.from(wanted, (given, place) => {
    const vector = given ?? place;
    return rows[Math.floor(vector / perPicture)]! * perPicture + (vector % perPicture);
  });
  return source.suppliedVectors({ model: identity, perPicture, ...(crops && { crops }) }, numbers);
}
