import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import type { RankedLists } from './types.js';

/** `[N]` similarities of one picture to others: NaN where nothing was asked for. */
export type SimilaritiesOf = (row: number, others: Int32Array) => Float64Array;

/**
 * Cosines of a picture to any others, taken from the lists of the nearest where they are there. What is given back holds
 * until the next call.
 */
export function pairSimilarities(
  { data, rows, columns }: EmbeddingMatrix,
  nearest: RankedLists,
): SimilaritiesOf {
  const similarities = new Float64Array(rows).fill(NaN);
  const filled: number[] = [];
  const fill = (other: number, similarity: number) => {
    similarities[other] = similarity;
    filled.push(other);
  };
  return (row, others) => {
    for (const other of filled) similarities[other] = NaN;
    filled.length = 0;
    const first = row * nearest.length;
    for (let k = first; k < first + nearest.length; k++) {
      fill(nearest.indices[k]!, nearest.scores![k]!);
    }
    for (const other of others) {
      if (!Number.isNaN(similarities[other])) continue;
      let sum = 0;
      for (let d = 0; d < columns; d++) sum += data[row * columns + d]! * data[other * columns + d]!;
      fill(other, sum);
    }
    return similarities;
  };
}
