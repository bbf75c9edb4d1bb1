import { localCopy } from './localCopy.js';
import type { EmbeddingMatrix } from './embeddingMatrix.js';
import { arrangeVectors, vectorShape } from './formats/arrange.js';
import { openContainer } from './formats/openContainer.js';
import { readIds } from './readIds.js';
import type { EmbeddingFile, EmbeddingFileOptions } from './types.js';
import { checkVectorMemory } from './vectorMemory.js';

/** A file of embeddings whose header and ids are read, and whose numbers are read when they are asked for. */
export interface OpenEmbeddingFile extends Pick<EmbeddingFile, 'ids' | 'idsFrom' | 'path'> {
  /** N. */
  rows: number;
  /** D. */
  columns: number;
  read: () => Promise<EmbeddingMatrix>;
}

/**
 * Opens a file of embeddings as `readEmbeddingFile` reads it, in time and memory that do not depend on its numbers; those
 * of `.npz` and `.mat` files are unpacked.
 *
 * @throws RetrievalError as `readEmbeddingFile`.
 */
export async function openEmbeddingFile(
  path: string,
  options: EmbeddingFileOptions = {},
): Promise<OpenEmbeddingFile> {
  const { container, array, transpose } = await openContainer(await localCopy(path), options);
  const [rows, columns] = vectorShape({ shape: await array.shape() }, transpose);
  const names = await readIds(container, rows, options);
  return {
    path,
    rows,
    columns,
    ...(names && { ids: names.ids, idsFrom: names.from }),
    async read() {
      checkVectorMemory(rows, columns, path);
      const { data, arrangement } = await array.read();
      return arrangeVectors(data, arrangement, transpose);
    },
  };
}
