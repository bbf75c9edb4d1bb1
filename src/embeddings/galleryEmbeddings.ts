import { sha256OfBytes } from '../files/index.js';
import type { GalleryModel } from '../models/galleryModel.js';
import type { EmbeddingMatrix } from './embeddingMatrix.js';
import { extractEmbeddings } from './extractEmbeddings.js';
import { requestedRows, type ExtractionOptions, type PictureSource } from './pictureSource.js';
import { storedMatrix } from './storedMatrix.js';

export interface StoreOptions extends ExtractionOptions {
  /** Folder of the store; default `data/cache/embeddings` of the workspace. */
  folder?: string;
}

/**
 * The gallery model's embeddings of a data set, `[rows, D]`: read from the store if this model has embedded these
 * pictures before, computed and stored otherwise.
 */
export async function galleryEmbeddings(
  model: GalleryModel,
  source: PictureSource,
  options: StoreOptions = {},
): Promise<EmbeddingMatrix> {
  const { onProgress, folder, framing = 'whole', signal, batch } = options;
  const rows = requestedRows(source, options.rows);
  const report = (done: number) =>
    onProgress?.({ done, total: rows.length, what: `${model.name}: pictures of ${source.name}` });
  return storedMatrix({
    description: { ...describePictures(source, rows), model: model.identity, modelName: model.name, framing },
    rows: rows.length,
    columns: model.dimension,
    folder,
    onProgress: report,
    compute: async (first, count) => {
      const part = rows.subarray(first, first + count);
      const onPart = ({ done }: { done: number }) => report(first + done);
      return (
        await extractEmbeddings(model, source, { rows: part, framing, signal, batch, onProgress: onPart })
      ).data;
    },
  });
}

/** What the store must know about the pictures. */
export function describePictures(source: PictureSource, rows: Int32Array): Record<string, string> {
  return {
    dataset: source.name,
    fingerprint: source.fingerprint,
    rowsHash: sha256OfBytes(rows.join()),
  };
}
