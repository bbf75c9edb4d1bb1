import type { EmbeddingMatrix } from '../../vectors/embeddingMatrix.js';
import { checkLength } from '../../vectors/gallery/checkInput.js';
import { RetrievalError } from '../../errors.js';

/** Mean cosines between the errors of different pictures. */
export interface SharedError {
  /** Of the same label; NaN where no two pictures share one. */
  within: number;
  /** Of different labels; NaN where all share one. */
  between: number;
}

/**
 * How far the error of a query model is shared by the pictures of a class: the residuals `q - (a g + c)` of the least-squares
 * fit of its embeddings by the gallery model's, one number `a` and one vector `c` for all, brought to unit length, compared
 * by their cosine. An error that is shared moves all queries of a class away from the gallery in the same direction. Ours.
 *
 * @param query `q` `[N, D]`
 * @param gallery `g` `[N, D]`, the same pictures under the gallery model
 * @param labels `[N]`
 * @throws RetrievalError for tables of unequal size.
 * @example
 * const query = embeddingMatrix(Float32Array.of(1, 0, 0, 1, 0.6, 0.8, -1, 0), 4, 2);
 * const gallery = embeddingMatrix(Float32Array.of(0.8, 0.6, 0, 1, 1, 0, -0.6, 0.8), 4, 2);
 * console.log(sharedError(query, gallery, [0, 0, 1, 1]).within < 1); // true
 */
export function sharedError(
  query: EmbeddingMatrix,
  gallery: EmbeddingMatrix,
  labels: ArrayLike<number>,
): SharedError {
  checkSameSize(query, gallery);
  checkLength(labels, query.rows, 'labels');
  const residuals = unitResiduals(query, gallery);
  const { columns } = query;
  const all = new Float64Array(columns);
  const classes = new Map<number, { sum: Float64Array; count: number }>();
  for (let row = 0; row < query.rows; row++) {
    const own = classes.get(labels[row]!) ?? { sum: new Float64Array(columns), count: 0 };
    classes.set(labels[row]!, own);
    own.count++;
    for (let d = 0; d < columns; d++) {
      own.sum[d]! += residuals[row * columns + d]!;
      all[d]! += residuals[row * columns + d]!;
    }
  }
  // Of n unit vectors the cosines of all ordered pairs sum to |sum|^2 - n.
  let [within, pairsWithin] = [0, 0];
  for (const { sum, count } of classes.values()) {
    within += square(sum) - count;
    pairsWithin += count * (count - 1);
  }
  const pairs = query.rows * (query.rows - 1);
  const between = square(all) - query.rows - within;
  return { within: within / pairsWithin, between: between / (pairs - pairsWithin) };
}

/** `[N, D]`, float64 */
function unitResiduals(query: EmbeddingMatrix, gallery: EmbeddingMatrix): Float64Array {
  const [q, g] = [centred(query), centred(gallery)];
  let [product, norm] = [0, 0];
  for (let i = 0; i < q.length; i++) {
    product += q[i]! * g[i]!;
    norm += g[i]! * g[i]!;
  }
  const slope = norm > 0 ? product / norm : 0;
  const { rows, columns } = query;
  const residuals = q.map((value, i) => value - slope * g[i]!);
  for (let row = 0; row < rows; row++) {
    const vector = residuals.subarray(row * columns, (row + 1) * columns);
    const length = Math.sqrt(square(vector));
    // A picture without an error shares none.
    if (length > 0) for (let d = 0; d < columns; d++) vector[d]! /= length;
  }
  return residuals;
}

function centred({ data, rows, columns }: EmbeddingMatrix): Float64Array {
  const mean = new Float64Array(columns);
  data.forEach((value, i) => (mean[i % columns]! += value / rows));
  return Float64Array.from(data, (value, i) => value - mean[i % columns]!);
}

const square = (vector: Float64Array): number => vector.reduce((sum, value) => sum + value * value, 0);

function checkSameSize(a: EmbeddingMatrix, b: EmbeddingMatrix): void {
  if (a.rows === b.rows && a.columns === b.columns) return;
  throw new RetrievalError({
    what: 'The embeddings of the two models are not of the same pictures and dimension',
    expected: `${a.rows} rows of ${a.columns} numbers, as the query model`,
    found: `${b.rows} rows of ${b.columns}`,
  });
}
