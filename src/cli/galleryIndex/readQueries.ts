import { checkEmbeddings } from '../../vectors/checks/checkEmbeddings.js';
import { readEmbeddingFile } from '../../vectors/readEmbeddingFile.js';
import { readingData } from '../../errors.js';
import { unitLength } from '../../vectors/unitLength.js';
import type { EmbeddingFile } from '../../vectors/types.js';

/** Vectors of queries from a file, at unit length, with their ids or the numbers of their rows. */
export async function readQueries(
  path: string,
  ids?: string,
): Promise<Pick<EmbeddingFile, 'matrix'> & { ids: string[] }> {
  const file = await readingData(() => readEmbeddingFile(path, { idsFile: ids }));
  await readingData(() => checkEmbeddings(file));
  const { matrix } = file;
  return {
    matrix: unitLength(matrix),
    ids: file.ids ?? Array.from({ length: matrix.rows }, (_, row) => String(row)),
  };
}
