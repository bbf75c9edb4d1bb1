import { basename, dirname } from 'node:path';
import type { EmbeddingMatrix } from './embeddingMatrix.js';
import { checkFilled } from './gallery/checkInput.js';
import { encodeNpy } from './formats/npy.js';
import { idProblem } from './checks/idProblem.js';
import { RetrievalError } from '../errors.js';
import { atomicWrite } from '../base/files/atomicWrite.js';
import { onFiles } from '../base/files/fileSystemError.js';
import { owningFile } from '../base/files/owning.js';
import { replaceTogether } from '../base/files/replaceTogether.js';
import { encodeMat } from './formats/encodeMat.js';
import { encodeNpz } from './formats/encodeNpz.js';
import { encodeParquet } from './formats/encodeParquet.js';
import { encodeSafetensors } from './formats/encodeSafetensors.js';
import { idsFileBeside } from './names/nameLists.js';
import { formatOfName } from './formats/recogniseFormat.js';
import { embeddingFormats } from './formats/embeddingFormats.js';
import type { EmbeddingFile } from './types.js';

/**
 * Writes embeddings and their ids in the format that the name's ending stands for, so that `readEmbeddingFile` gives the
 * same numbers and ids without further options. The ids of `NAME.npy` go into `NAME.ids.txt` beside it; where there are
 * none, such a file of former embeddings is removed.
 *
 * @throws RetrievalError for an unknown ending, numbers or ids that do not fit the matrix, and ids that are empty or that
 *   the format cannot keep; while another process writes it; for what the disk refuses.
 * @example
 * const matrix = embeddingMatrix(Float32Array.of(1, 0, 0, 1), 2, 2);
 * await writeEmbeddingFile('pair.safetensors', { matrix, ids: ['a', 'b'] });
 * console.log((await readEmbeddingFile('pair.safetensors')).ids); // [ 'a', 'b' ]
 */
export async function writeEmbeddingFile(
  path: string,
  { matrix, ids }: Pick<EmbeddingFile, 'matrix' | 'ids'>,
): Promise<void> {
  const format = formatOfName(path);
  if (!format) throw unknownEnding(path);
  checkFilled(matrix, 'matrix');
  checkIds(path, matrix, ids);
  const encode = {
    npy: () => encodeNpy({ shape: [matrix.rows, matrix.columns], data: matrix.data }),
    npz: () => encodeNpz(matrix, ids),
    safetensors: () => encodeSafetensors(matrix, ids),
    parquet: () => encodeParquet(matrix, ids),
    mat: () => encodeMat(matrix, ids),
  };
  const content = encode[format]();
  await owningFile(path, async () => {
    if (format === 'npy') await writeWithIds(path, content, ids);
    else await atomicWrite(path, content);
  });
}

async function writeWithIds(
  path: string,
  content: Uint8Array,
  ids: readonly string[] | undefined,
): Promise<void> {
  const idsFile = basename(idsFileBeside(path));
  const files = new Map<string, string | Uint8Array | undefined>([
    [idsFile, ids?.map((id) => `${id}\n`).join('')],
    [basename(path), content],
  ]);
  await onFiles({ doing: 'Writing vectors', where: path }, () =>
    replaceTogether(dirname(path), basename(path), files),
  );
}

function checkIds(path: string, { rows }: EmbeddingMatrix, ids: readonly string[] | undefined): void {
  const fail = (what: string, expected: string, found: string): never => {
    throw new RetrievalError({ what, where: path, expected, found });
  };
  if (!ids) return;
  if (ids.length !== rows) fail('The ids do not fit the vectors', `${rows} ids`, `${ids.length} ids`);
  const odd = ids.findIndex((id) => idProblem(id) !== undefined);
  if (odd >= 0) {
    const found = `${JSON.stringify(ids[odd])} of row ${odd}: ${idProblem(ids[odd]!)}`;
    fail('An id cannot be written', 'text without line ends and NULs', found);
  }
}

function unknownEnding(path: string): RetrievalError {
  return new RetrievalError({
    what: 'The ending of the name stands for no format of embeddings',
    where: path,
    expected: embeddingFormats.map((format) => `.${format}`).join(', '),
    fix: 'choose one of these endings',
  });
}
