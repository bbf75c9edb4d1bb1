import { noLabel } from '../datasets/createDataset.js';
import { RetrievalError } from '../errors.js';
import { type EmbeddingMatrix, selectRows } from '../vectors/embeddingMatrix.js';
import { nearestNeighbours } from '../vectors/nearestNeighbours.js';
import { checkVectors } from './checkVectors.js';
import { cosineLists, selfFirst } from './cosineLists.js';
import type { RankedLists } from './types.js';

/**
 * The oracle: the pictures of the same label first, then the others, each part by cosine and of equally near ones the
 * lower row first. A picture with the label -1 shares it with none. There are no scores.
 * @param vectors `[N, D]` unit rows
 * @param labels `[N]`
 * @param length K, 1 to N
 * @throws RetrievalError for rows that are zero, not finite or not of unit length, for another number of labels, and when K is not between 1 and N.
 * @example
 * const vectors = embeddingMatrix(Float32Array.of(1, 0, 0.8, 0.6, 0, 1), 3, 2);
 * const lists = await labelLists(vectors, Int32Array.of(4, 7, 4), 3);
 * console.log(lists.indices.join(' ')); // 0 2 1 1 0 2 2 0 1
 */
export async function labelLists(
  vectors: EmbeddingMatrix,
  labels: Int32Array,
  length: number,
): Promise<RankedLists> {
  checkVectors(vectors, length);
  const { rows } = vectors;
  if (labels.length !== rows) {
    throw new RetrievalError({
      what: 'Every picture needs a label, -1 for none',
      where: 'labels',
      expected: `${rows} labels`,
      found: `${labels.length} labels`,
      kind: 'usage',
    });
  }
  // Of the K nearest at least as many have another label as places are left behind those of the same.
  const { indices } = await cosineLists(vectors, length);
  for (const members of membersOf(labels)) {
    const places = Math.min(length, members.length);
    const own = selectRows(vectors, members);
    const same = selfFirst(await nearestNeighbours(own, own, places), members.length, places);
    members.forEach((row, i) => {
      const list = indices.subarray(row * length, (row + 1) * length);
      const others = list.filter((other) => labels[other] !== labels[row]);
      const first = same.indices.subarray(i * places, (i + 1) * places).map((member) => members[member]!);
      list.set(first);
      list.set(others.subarray(0, length - places), places);
    });
  }
  return { rows, length, indices };
}

/** The pictures of each label. */
function membersOf(labels: Int32Array): Int32Array[] {
  const members = new Map<number, number[]>();
  labels.forEach((label, row) => {
    if (label === noLabel) return;
    const rows = members.get(label);
    if (rows) rows.push(row);
    else members.set(label, [row]);
  });
  return Array.from(members.values(), (rows) => Int32Array.from(rows));
}
