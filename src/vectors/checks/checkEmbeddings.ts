import { RetrievalError } from '../../errors.js';
import { galleryBlocks } from '../gallery/gallerySource.js';
import { RowProblems } from './rowProblems.js';
import type { EmbeddingFile, EmbeddingGallery, EmbeddingRequirements } from '../types.js';

/** Numbers looked at in one go. */
const numbersPerBlock = 2 ** 22;

/**
 * Looks for whatever would spoil a search: rows with NaN or Infinity, zero rows, ids that come twice or do not fit the
 * rows, another dimension, norm or order of ids than required.
 *
 * @throws RetrievalError that names every problem at once, with row numbers from 0.
 * @example
 * checkEmbeddings(await readEmbeddingFile('vectors.npz'), { dimension: 4 });
 * const zeros = embeddingMatrix(new Float32Array(2), 1, 2);
 * try {
 *   checkEmbeddings({ matrix: zeros });
 * } catch (error) {
 *   console.log(error instanceof RetrievalError && error.details.what); // The embeddings have 1 problem
 * }
 */
export function checkEmbeddings(
  { matrix, ids, path }: Pick<EmbeddingFile, 'matrix' | 'ids'> & Partial<EmbeddingFile>,
  requirements: EmbeddingRequirements = {},
): void {
  const problems = new RowProblems(requirements);
  problems.add(matrix);
  throwProblems(problems.sentences(ids), path ?? 'embeddings');
}

/**
 * `checkEmbeddings` for a gallery that may lie in files, which are read once.
 *
 * @param where names the gallery in errors. Default `gallery`.
 * @throws RetrievalError that names every problem at once, with row numbers from 0.
 */
export async function checkGallery(
  { source, columns, ids }: EmbeddingGallery,
  requirements: EmbeddingRequirements = {},
  where = 'gallery',
): Promise<void> {
  const problems = new RowProblems(requirements);
  const rowsPerBlock = Math.max(1, Math.floor(numbersPerBlock / Math.max(1, columns)));
  for await (const block of galleryBlocks(source, rowsPerBlock)) problems.add(block);
  throwProblems(problems.sentences(ids), where);
}

function throwProblems(problems: readonly string[], where: string): void {
  if (problems.length === 0) return;
  throw new RetrievalError({
    what: `The embeddings have ${problems.length} problem${problems.length === 1 ? '' : 's'}`,
    where,
    expected: 'none of these:',
    found: problems.map((problem) => `\n    ${problem}`).join(''),
    fix: 'compute these rows again, or leave them out with their ids',
  });
}
