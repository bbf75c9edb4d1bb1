import type { EmbeddingMatrix } from '../../vectors/embeddingMatrix.js';
import { checkDirections, checkLength, checkSameDimension } from '../../vectors/gallery/checkInput.js';
import { defaultMultiply, type Multiply } from './multiply.js';
import { rankingOrder } from './rankingOrder.js';

/** A table of similarities, one row per query. */
export interface ScoreMatrix {
  /** `[rows, columns]`, row after row. */
  data: Float32Array | Float64Array;
  rows: number;
  columns: number;
}

/**
 * All similarities `[Q, N]`, for queries and a gallery whose table fits in memory; the evaluations compute it in blocks.
 *
 * @throws RetrievalError for embeddings that cannot be compared.
 */
export async function similarityMatrix(
  queries: EmbeddingMatrix,
  gallery: EmbeddingMatrix,
  multiply: Multiply = defaultMultiply(),
): Promise<ScoreMatrix & { data: Float32Array }> {
  checkDirections(queries, 'queries');
  checkDirections(gallery, 'gallery');
  checkSameDimension(queries, gallery);
  return { data: await multiply(queries, gallery), rows: queries.rows, columns: gallery.rows };
}

/**
 * Full rankings: for each query all gallery rows, best first, ties by lower row, NaN last.
 *
 * @returns `[Q, N]` gallery rows
 * @throws RetrievalError for a table that its numbers do not fill.
 */
export function rankAll(scores: ScoreMatrix): Int32Array {
  const { data, rows, columns } = scores;
  checkLength(data, rows * columns, 'scores');
  const rankings = new Int32Array(rows * columns);
  for (let q = 0; q < rows; q++) rankings.set(rankingOrder(scoresOf(scores, q)), q * columns);
  return rankings;
}

/** The similarities of one query, a view. */
export function scoresOf(scores: ScoreMatrix, query: number): Float32Array | Float64Array {
  return scores.data.subarray(query * scores.columns, (query + 1) * scores.columns);
}
