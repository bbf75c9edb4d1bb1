import { localCopy } from '../localCopy.js';
import { RetrievalError } from '../../errors.js';
import { fileGallery } from './fileGallery.js';
import { joinSources, rowsOf, type RowGallery } from './gallerySource.js';
import { arrangeVectors, vectorShape, vectorsLieTogether } from '../formats/arrange.js';
import type { StoredArray } from '../formats/container.js';
import { fileRows } from '../formats/fileNumbers.js';
import { openContainer } from '../formats/openContainer.js';
import { readIds } from '../readIds.js';
import type { EmbeddingFileOptions, EmbeddingGallery } from '../types.js';
import { checkVectorMemory } from '../vectorMemory.js';

/**
 * Opens a file of embeddings to search it. An `.npy` or safetensors file whose vectors lie together is read block by
 * block each time it is searched, and may be larger than memory; any other file is read once.
 *
 * @throws RetrievalError as `readEmbeddingFile`.
 * @example
 * const gallery = await openEmbeddingGallery('vectors.npz');
 * console.log(gallery.rows, gallery.columns); // 24 4
 * const queries = embeddingMatrix(Float32Array.of(0, 0, 0, 1), 1, 4);
 * const { rows } = await exactSearch({ queries, gallery: gallery.source, k: 1 });
 * console.log(gallery.ids?.[rows[0]!]); // label3/p23.jpg
 */
export async function openEmbeddingGallery(
  path: string,
  options: EmbeddingFileOptions = {},
): Promise<EmbeddingGallery & RowGallery> {
  const { container, array, transpose } = await openContainer(await localCopy(path), options);
  const { rows, columns, part } = await rowGallery(array, transpose, path);
  const names = await readIds(container, rows, options);
  const source = part(0, rows);
  return { source, part, rows, columns, ...(names && { ids: names.ids, idsFrom: names.from }) };
}

/**
 * Opens several files as one gallery: the rows of the first, then those of the second, and so on, such as a benchmark's
 * own gallery and its distractors.
 *
 * @param options for every file, or one set for each.
 * @throws RetrievalError as `openEmbeddingGallery`, and for files of different dimension.
 */
export async function openJoinedGallery(
  paths: readonly string[],
  options: EmbeddingFileOptions | readonly EmbeddingFileOptions[] = {},
): Promise<EmbeddingGallery> {
  checkOptions(paths, options);
  const parts: EmbeddingGallery[] = [];
  for (const [i, path] of paths.entries()) {
    parts.push(await openEmbeddingGallery(path, isList(options) ? options[i] : options));
  }
  const columns = parts[0]!.columns;
  const other = parts.findIndex((part) => part.columns !== columns);
  if (other > 0) {
    throw new RetrievalError({
      what: 'The files of a gallery have vectors of different dimension',
      where: paths[other],
      expected: `${columns} numbers, as in ${paths[0]}`,
      found: `${parts[other]!.columns} numbers`,
      fix: 'join files of one gallery model only',
    });
  }
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const named = parts.every((part) => part.ids) && {
    ids: parts.flatMap((part) => part.ids!),
    idsFrom: parts.map((part) => part.idsFrom).join(', '),
  };
  const source = parts.length === 1 ? parts[0]!.source : joinSources(parts.map((part) => part.source));
  return { source, rows, columns, ...named };
}

async function rowGallery(
  array: StoredArray,
  transpose: boolean,
  where: string,
): Promise<RowGallery & { columns: number }> {
  const { inFile } = array;
  if (inFile && vectorsLieTogether(inFile.arrangement, transpose)) {
    const { numbers } = inFile;
    const [rows, columns] = vectorShape(inFile.arrangement, transpose);
    const isPlain = numbers.form.type === 'f32' && !numbers.form.bigEndian && !transpose && array.name === '';
    const part: RowGallery['part'] = isPlain
      ? (first, end) => fileGallery(numbers.path, { range: [first, end] })
      : (first, end) => fileRows(numbers, first, end, columns);
    return { rows, columns, part };
  }
  const [rows, columns] = vectorShape({ shape: await array.shape() }, transpose);
  checkVectorMemory(rows, columns, where);
  const { data, arrangement } = await array.read();
  const matrix = arrangeVectors(data, arrangement, transpose);
  return { rows, columns, part: (first, end) => rowsOf(matrix, first, end - first) };
}

function checkOptions(
  paths: readonly string[],
  options: EmbeddingFileOptions | readonly EmbeddingFileOptions[],
): void {
  const fail = (what: string, expected: string, found: string): never => {
    throw new RetrievalError({ what, where: 'openJoinedGallery', expected, found });
  };
  if (paths.length === 0) fail('A gallery needs a file', 'at least one path', 'none');
  if (isList(options)) {
    if (options.length !== paths.length) {
      fail('There are not as many options as files', `${paths.length}`, `${options.length}`);
    }
  } else if (options.idsFile !== undefined && paths.length > 1) {
    fail('One file of ids cannot be that of several files', 'options for each file', options.idsFile);
  }
}

function isList(
  options: EmbeddingFileOptions | readonly EmbeddingFileOptions[],
): options is readonly EmbeddingFileOptions[] {
  return Array.isArray(options);
}
