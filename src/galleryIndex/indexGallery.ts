import { createHash } from 'node:crypto';
import { checkGallery } from '../vectors/checks/checkEmbeddings.js';
import { galleryBlocks, type GallerySource } from '../vectors/gallery/gallerySource.js';
import { openEmbeddingGallery } from '../vectors/gallery/openEmbeddingGallery.js';
import { unitGallery } from '../vectors/gallery/unitGallery.js';
import type { EmbeddingFileOptions } from '../vectors/types.js';
import type { IndexRows } from './types.js';
import { modelOfVectors, type VectorModel } from './vectorModel.js';

/** Vectors to put into an index. */
export interface IndexGallery {
  /** `[N, D]`, of any length. */
  source: GallerySource;
  /** N. */
  rows: number;
  /** D. */
  columns: number;
  /** `[N]`; default: the numbers of the rows in the index. */
  ids?: readonly string[];
  /** Where they were found, for example `column "path" of vectors.parquet`. */
  idsFrom?: string;
  /** Model that they are of; default: not known. */
  model?: VectorModel;
  /** Names them in errors. Default `gallery`. */
  where?: string;
}

/**
 * Opens a file of vectors to put it into an index, with the model that `asym extract` has noted beside it.
 *
 * @throws RetrievalError as `openEmbeddingGallery`.
 * @example
 * const { rows, columns, ids } = await openIndexGallery('vectors.npz');
 * console.log(rows, columns, ids?.[0]); // 24 4 label0/p0.jpg
 */
export async function openIndexGallery(
  path: string,
  options: EmbeddingFileOptions & { model?: VectorModel } = {},
): Promise<IndexGallery> {
  const { model = modelOfVectors(path), ...file } = options;
  const { source, rows, columns, ids, idsFrom } = await openEmbeddingGallery(path, file);
  return { source, rows, columns, where: path, ...(ids && { ids, idsFrom }), ...(model && { model }) };
}

/**
 * Looks at every vector once.
 * @param ids as they will stand in the index
 * @returns SHA-256 of vectors and ids
 * @throws RetrievalError that names all rows and ids that can't be searched.
 */
export async function examineGallery(
  { source, rows, columns, where }: IndexGallery,
  ids: readonly string[],
): Promise<string> {
  const hash = createHash('sha256').update(`${rows} x ${columns}\n`);
  const seen: GallerySource = async function* (rowsPerBlock) {
    for await (const block of galleryBlocks(source, rowsPerBlock)) {
      const { data } = block;
      hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
      yield block;
    }
  };
  await checkGallery({ source: seen, rows, columns, ids: [...ids] }, { dimension: columns }, where);
  for (const id of ids) hash.update(`${id}\n`);
  return hash.digest('hex');
}

/** Numbers that are added at once. */
const numbersPerBatch = 2 ** 24;

/** The rows of a gallery, at unit length, in batches that depend on its dimension only. */
export async function* rowsToAdd(
  { source, columns }: IndexGallery,
  ids: readonly string[],
  firstRow: number,
  rowsPerBatch = Math.max(1, Math.floor(numbersPerBatch / columns)),
): AsyncGenerator<IndexRows> {
  for await (const block of galleryBlocks(unitGallery(source), rowsPerBatch)) {
    const { data, rows, firstRow: first } = block;
    yield {
      firstRow: firstRow + first,
      ids: ids.slice(first, first + rows),
      vectors: { data, rows, columns },
    };
  }
}

/** The ids of a gallery in an index that has given `firstRow` numbers. */
export const idsInIndex = ({ ids, rows }: IndexGallery, firstRow: number): readonly string[] =>
  ids ?? Array.from({ length: rows }, (_, row) => String(firstRow + row));
