import { basename } from 'node:path';
import { memo } from '../base/memo.js';
import type { Dataset } from '../datasets/types.js';
import { readingData, RetrievalError } from '../errors.js';
import { checkEmbeddings } from '../vectors/checks/checkEmbeddings.js';
import { selectRows, type EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { matchRows } from '../vectors/names/matchRows.js';
import { openEmbeddingFile, type OpenEmbeddingFile } from '../vectors/openEmbeddingFile.js';
import type { EmbeddingFileOptions } from '../vectors/types.js';
import { unitLength } from '../vectors/unitLength.js';
import type { GalleryVectorsConfig } from '../extraction/galleryConfig.js';

/** Gallery vectors that were computed elsewhere, of which nothing but header and names is read. */
export interface SuppliedGallery {
  modelName: string;
  /** D. */
  dimension: number;
  /** How the rows of the file are known to belong to the pictures. */
  matching: string;
  /** `[N, D]` unit rows in the order of the data set's records. @throws RetrievalError for rows that are no vectors. */
  read: () => Promise<EmbeddingMatrix>;
}

/** Options for reading the file of a configuration. */
export function vectorOptions({
  array,
  idColumn,
  idsFile,
  byOrder,
}: Omit<GalleryVectorsConfig, 'name' | 'file'>): EmbeddingFileOptions {
  return {
    ...(array && { array }),
    ...(idColumn && { idColumn }),
    ...(idsFile && { idsFile }),
    ...(byOrder && { byOrder }),
  };
}

/**
 * Opens the file of a run's gallery vectors and finds the row of each picture, by name or, where it is asked for, by order.
 *
 * @throws RetrievalError (data) for a file that cannot be used, and for rows that do not belong to the pictures.
 */
export const openSuppliedGallery = memo(
  (dataset: Dataset, config: GalleryVectorsConfig) => JSON.stringify([dataset.fingerprint, config]),
  (dataset: Dataset, config: GalleryVectorsConfig) => readingData(() => open(dataset, config)),
);

async function open(dataset: Dataset, config: GalleryVectorsConfig): Promise<SuppliedGallery> {
  const { file } = config;
  const names = dataset.records.map(({ id }) => id);
  const found = await openEmbeddingFile(file, { ...vectorOptions(config), names });
  const rows = rowsOfPictures(found, names, dataset.name, config);
  return {
    modelName: `vectors ${basename(file)}`,
    dimension: found.columns,
    matching: config.byOrder
      ? `taken in the order of the pictures, as asked for`
      : `${names.length} pictures found by ${found.idsFrom}`,
    async read() {
      const matrix = await found.read();
      checkEmbeddings({ ...found, matrix });
      // Losses and searches compare by cosine.
      return unitLength(selectRows(matrix, rows));
    },
  };
}

function rowsOfPictures(
  { rows, ids, idsFrom }: OpenEmbeddingFile,
  names: readonly string[],
  dataset: string,
  { file, byOrder }: GalleryVectorsConfig,
): ArrayLike<number> {
  if (ids) return matchRows(names, ids, `the gallery vectors in ${file}, named by ${idsFrom}`).rows;
  if (byOrder && rows === names.length) return names.map((_, row) => row);
  const shown = names.slice(0, 3).map((name) => JSON.stringify(name));
  throw new RetrievalError({
    what: byOrder ? 'There are not as many gallery vectors as pictures' : 'The gallery vectors have no names',
    where: file,
    expected: byOrder
      ? `${names.length} rows, one for each picture of ${dataset}`
      : `a column, or a file beside it, with the names of the ${names.length} pictures, such as ${shown.join(', ')}`,
    found: byOrder ? `${rows} rows` : `${rows} rows without names`,
    fix: byOrder
      ? 'give it the vectors of these pictures'
      : 'name a list of them with --set gallery.idsFile=FILE; where the rows are in the order of the pictures, say so with --by-order (gallery.byOrder)',
  });
}
