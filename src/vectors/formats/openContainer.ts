import { basename, dirname } from 'node:path';
import { finishReplacing } from '../../base/files/replaceTogether.js';
import { RetrievalError } from '../../errors.js';
import type { Container, StoredArray } from './container.js';
import { openMat } from './matContainer.js';
import { openNpy } from './npyContainer.js';
import { openNpz } from './npzContainer.js';
import { openParquet } from './parquetContainer.js';
import { recogniseFormat } from './recogniseFormat.js';
import { openSafetensors } from './safetensorsContainer.js';
import type { EmbeddingFileOptions } from '../types.js';

/** A file of embeddings whose format and array are known. */
export interface OpenedFile {
  container: Container;
  array: StoredArray;
  /** Whether the vectors are the array's columns. */
  transpose: boolean;
}

/** Names of ids that are found without being asked for. */
export const usualIdNames = ['ids', 'id'];
/** Names of lists that hold paths or names of pictures, taken where there are no ids. */
export const usualPathNames = [
  'path',
  'file',
  'filename',
  'file_name',
  'image',
  'image_path',
  'name',
  'key',
].flatMap((name) => [name, `${name}s`]);

/**
 * Opens a file of embeddings and finds the array of the vectors.
 *
 * @throws RetrievalError for a file of another kind or a damaged one, and for an array that is not there or not the only
 *   one that can be meant.
 */
export async function openContainer(path: string, options: EmbeddingFileOptions): Promise<OpenedFile> {
  await finishReplacing(dirname(path), basename(path));
  const format = await recogniseFormat(path);
  const { array, idColumn, names } = options;
  const ids = idColumn === undefined ? usualIdNames : [idColumn];
  const lists = idColumn === undefined ? [...usualIdNames, ...usualPathNames] : [idColumn];
  const open = {
    npy: () => openNpy(path),
    npz: () => openNpz(path, array === undefined || names ? undefined : [array, ...lists]),
    safetensors: () => openSafetensors(path),
    parquet: () => openParquet(path),
    mat: () => openMat(path),
  };
  const container = await open[format]();
  const transpose = options.transpose ?? format === 'mat';
  return { container, array: chooseArray(container, array, ids), transpose };
}

function chooseArray(
  { path, noun, arrays, others, advice }: Container,
  name: string | undefined,
  ids: readonly string[],
): StoredArray {
  const likely = arrays.filter((array) => !ids.includes(array.name));
  const unnamed = likely.length > 0 ? likely : arrays;
  const candidates = name === undefined ? unnamed : arrays.filter((array) => array.name === name);
  if (candidates.length === 1) return candidates[0]!;
  const described = arrays.map((array) => `${array.name || 'an array'}: ${array.description}`);
  const several = candidates.length > 1;
  throw new RetrievalError({
    what: several
      ? `The file holds several ${noun}s that can be the vectors`
      : `The file holds no ${noun} of vectors${name === undefined ? '' : ` named ${JSON.stringify(name)}`}`,
    where: path,
    expected: noun === 'column' ? 'a column of lists of numbers' : 'numbers of shape [N, D]',
    found: [...described, ...others].join('; ') || 'nothing',
    fix: arrays.length > 0 ? `name one of ${arrays.map((array) => array.name).join(', ')}` : advice,
  });
}
