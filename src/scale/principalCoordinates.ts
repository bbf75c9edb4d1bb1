import { checkCount, checkFilled } from '../vectors/gallery/checkInput.js';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { unitLength } from '../vectors/unitLength.js';
import { leadingAxes } from '../models/whitening/linearAlgebra.js';
import { covariance } from '../models/whitening/scatter.js';
import { multiplyPlain } from '../retrieval/ranking/multiply.js';

/** A space of fewer dimensions in which inner products are nearly what they were. */
export interface PrincipalCoordinates {
  /** `[K, D]` orthonormal rows, by falling share of the vectors' squared length. */
  axes: EmbeddingMatrix;
  /** Share of the squared length of the fitted vectors that these axes keep. */
  kept: number;
}

/**
 * The axes that keep most of the vectors' inner products: the leading eigenvectors of their second moments, about the
 * origin and not about the mean, since similarities are cosines.
 *
 * @param vectors `[N, D]`
 * @param count K, at most D
 */
export function principalCoordinates(vectors: EmbeddingMatrix, count: number): PrincipalCoordinates {
  checkFilled(vectors, 'vectors');
  checkCount(count, 'count');
  const { data, columns } = vectors;
  const moments = covariance(Float64Array.from(data), columns);
  const { values, axes } = leadingAxes(moments, columns, count);
  let whole = 0;
  for (let d = 0; d < columns; d++) whole += moments[d * columns + d]!;
  const kept = values.reduce((sum, value) => sum + value, 0) / whole;
  return { axes: { data: Float32Array.from(axes), rows: count, columns }, kept };
}

/** Vectors `[N, D]` along the axes, brought back to length 1: `[N, K]`. */
export function alongAxes({ axes }: PrincipalCoordinates, vectors: EmbeddingMatrix): EmbeddingMatrix {
  return unitLength({ data: multiplyPlain(vectors, axes), rows: vectors.rows, columns: axes.rows });
}
