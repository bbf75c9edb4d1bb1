import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { checkCount } from '../vectors/gallery/checkInput.js';
import { checkExponent, checkPlaces, checkShare, checkVectors } from './checkVectors.js';
import { cosineLists } from './cosineLists.js';
import { listsOf } from './listsOf.js';
import { neighbourGraph } from './neighbourGraph.js';
import { pairSimilarities } from './pairSimilarities.js';
import { solveSpread } from './solveSpread.js';
import type { SparseRows } from './sparseRows.js';
import type { RankedLists } from './types.js';

/** Settings of diffusion. */
export interface DiffusionOptions {
  /** Edges of each picture, of which the mutual ones count; default 20, below N. */
  neighbours?: number;
  /** `gamma`, the power of the similarity that an edge weighs, at least 1; default 3. */
  sharpness?: number;
  /** How far similarity spreads, 0 to below 1; default 0.95. */
  alpha?: number;
  /** Nearest pictures that the spread of one is confined to; default 1000, all where there are fewer. */
  within?: number;
  /** K, places of each list, 1 to N. */
  length: number;
}

/**
 * Diffusion on the graph of mutual neighbours (Iscen et al. 2017): with its normalised affinities `S` the pictures are
 * ranked by `f`, `(I - alpha S) f = e_i`, solved by conjugate gradients on the part of the graph that lies within the
 * nearest of picture `i` (Yang et al. 2019). Scores are `f` as a share of its largest; a picture's score for itself is 1.
 * Pictures that are not reached follow by cosine, with scores `cosine - 1`. Of equal scores the higher cosine comes first,
 * then the lower row.
 * @param vectors `[N, D]` unit rows
 * @throws RetrievalError for rows that are zero, not finite or not of unit length, and for settings out of range.
 * @example
 * const vectors = embeddingMatrix(Float32Array.of(1, 0, 0.96, 0.28, 0, 1, 0.28, 0.96), 4, 2);
 * const lists = await diffusionLists(vectors, { neighbours: 1, length: 2 });
 * console.log(lists.indices.join(' ')); // 0 1 1 0 2 3 3 2
 */
export async function diffusionLists(
  vectors: EmbeddingMatrix,
  { neighbours = 20, sharpness = 3, alpha = 0.95, within = 1000, length }: DiffusionOptions,
): Promise<RankedLists> {
  checkVectors(vectors, length);
  const { rows } = vectors;
  checkPlaces(neighbours, rows - 1, 'neighbours');
  checkExponent(sharpness, 'sharpness', 1);
  checkShare(alpha, 'alpha', 'below 1');
  checkCount(within, 'within', 2);
  const part = Math.min(within, rows);
  const nearest = await cosineLists(vectors, Math.max(part, length, neighbours + 1));
  const graph = neighbourGraph(nearest, neighbours, sharpness);
  const similaritiesOf = pairSimilarities(vectors, nearest);
  const reachedFrom = createReached(graph);
  const scores = new Float64Array(rows);

  return listsOf(rows, length, (row) => {
    const list = nearest.indices.subarray(row * nearest.length, (row + 1) * nearest.length);
    const cosines = similaritiesOf(row, list);
    for (const other of list) scores[other] = Math.min(1, cosines[other]!) - 1;
    // Without spread nothing is reached.
    const reached = reachedFrom(row, list.subarray(0, alpha > 0 ? part : 1));
    const spread = solveSpread(graph, reached, alpha);
    const largest = spread.reduce((high, value) => Math.max(high, value), 0);
    reached.forEach((other, i) => (scores[other] = Math.max(0, spread[i]!) / largest));
    return { others: list.slice(), scores, ties: cosines };
  });
}

/** The pictures that the edges between `allowed` ones lead to, the first itself at the head. */
function createReached(graph: SparseRows) {
  // 1 where the spread may go, 2 where it has been.
  const marks = new Uint8Array(graph.starts.length - 1);
  return (row: number, allowed: Int32Array): Int32Array => {
    for (const other of allowed) marks[other] = 1;
    const reached = [row];
    marks[row] = 2;
    for (const from of reached) {
      for (let i = graph.starts[from]!; i < graph.starts[from + 1]!; i++) {
        const other = graph.indices[i]!;
        if (marks[other] !== 1) continue;
        marks[other] = 2;
        reached.push(other);
      }
    }
    for (const other of allowed) marks[other] = 0;
    return Int32Array.from(reached);
  };
}
