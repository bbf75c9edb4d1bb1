import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { checkLength } from '../vectors/gallery/checkInput.js';
import { checkVectors } from './checkVectors.js';
import { cosineLists } from './cosineLists.js';
import { readLists } from './listFile/readLists.js';
import type { RankedLists } from './types.js';

/**
 * Lists that were made elsewhere, such as by geometric verification or from clicks, each with its picture at the head.
 * A picture's score for itself is the highest of its list. Where a list is shorter than K its places are filled
 * in the order of the vectors' cosines, and the lists have no scores.
 * @param file lines of TREC runs or JSON lines, as `readLists` takes them
 * @param ids `[N]` of the pictures
 * @param vectors `[N, D]` unit rows, that fill what is missing
 * @param length K, 1 to N
 * @throws RetrievalError as `readLists`, and for vectors and ids that are not of N pictures.
 */
export async function fileLists(
  file: string,
  ids: readonly string[],
  vectors: EmbeddingMatrix,
  length: number,
): Promise<RankedLists> {
  checkVectors(vectors, length);
  checkLength(ids, vectors.rows, 'ids');
  const lists = await readLists(file, ids);
  const rows = lists.length;
  const scores = new Float32Array(rows * length);
  const indices = new Int32Array(rows * length);
  let hasScores = true;
  const short: number[] = [];
  lists.forEach((list, row) => {
    const named = list.others.map((other, k) => ({ other, score: list.scores?.[k] }));
    const others = named.filter(({ other }) => other !== row).slice(0, length - 1);
    indices[row * length] = row;
    others.forEach(({ other }, k) => (indices[row * length + 1 + k] = other));
    if (others.length < length - 1) short.push(row);
    if (!list.scores) hasScores = false;
    if (!hasScores) return;
    scores[row * length] = list.scores?.[0] ?? 0;
    others.forEach(({ score }, k) => (scores[row * length + 1 + k] = score!));
  });
  if (short.length === 0) return { rows, length, indices, ...(hasScores && { scores }) };
  const nearest = await cosineLists(vectors, length);
  for (const row of short) {
    const known = new Set([row, ...lists[row]!.others]);
    const list = nearest.indices.subarray(row * length, (row + 1) * length);
    const others = lists[row]!.others.filter((other) => other !== row);
    const fill = list.filter((other) => !known.has(other));
    indices.set(fill.subarray(0, length - 1 - others.length), row * length + 1 + others.length);
  }
  return { rows, length, indices };
}
