import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { nearestNeighbours, type Neighbours } from '../vectors/nearestNeighbours.js';
import { checkVectors } from './checkVectors.js';
import type { RankedLists } from './types.js';

/**
 * The pictures nearest to each by cosine, exact; of equally near ones the lower row comes first. A picture's score for
 * itself is 1.
 * @param vectors `[N, D]` unit rows
 * @param length K, 1 to N
 * @throws RetrievalError for rows that are zero, not finite or not of unit length, and when K is not between 1 and N.
 * @example
 * const vectors = embeddingMatrix(Float32Array.of(1, 0, 0, 1, 0.6, 0.8), 3, 2);
 * const lists = await cosineLists(vectors, 2);
 * console.log(lists.indices.join(' ')); // 0 2 1 2 2 1
 */
export async function cosineLists(vectors: EmbeddingMatrix, length: number): Promise<RankedLists> {
  checkVectors(vectors, length);
  const found = await nearestNeighbours(vectors, vectors, length);
  return selfFirst(found, vectors.rows, length);
}

/** Puts each picture at the head of its own list, whatever rounding or a copy of it has put before. */
export function selfFirst({ indices, similarities }: Neighbours, rows: number, length: number): RankedLists {
  for (let row = 0; row < rows; row++) {
    const list = indices.subarray(row * length, (row + 1) * length);
    const scores = similarities.subarray(row * length, (row + 1) * length);
    const found = list.indexOf(row);
    const place = found < 0 ? length - 1 : found;
    list.copyWithin(1, 0, place);
    scores.copyWithin(1, 0, place);
    list[0] = row;
    scores[0] = 1;
    // Rounding may lift the cosine of a copy above 1.
    for (let k = 1; k < length && scores[k]! > 1; k++) scores[k] = 1;
  }
  return { rows, length, indices, scores: similarities };
}
