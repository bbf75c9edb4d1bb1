import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from 'ml-matrix';

/** The axes of largest variance of a symmetric matrix. */
export interface LeadingAxes {
  /** `[K]`, largest first. */
  values: Float64Array;
  /** `[K, D]`, one unit vector per row. */
  axes: Float64Array;
}

/** Eigenvectors of the `count` largest eigenvalues of a symmetric `[D, D]` matrix, in float64. */
export function leadingAxes(symmetric: Float64Array, size: number, count: number): LeadingAxes {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    Matrix.from1DArray(size, size, symmetric),
    { assumeSymmetric: true },
  );
  const order = realEigenvalues.map((_, i) => i).sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  const axes = new Float64Array(count * size);
  const values = Float64Array.from(order.slice(0, count), (column, k) => {
    for (let d = 0; d < size; d++) axes[k * size + d] = eigenvectorMatrix.get(d, column);
    return realEigenvalues[column]!;
  });
  return { values, axes };
}

/** Lower triangular `L` with `L L^T` the given positive definite `[D, D]` matrix. */
export function choleskyFactor(matrix: Float64Array, size: number): Float64Array {
  const { lowerTriangularMatrix } = new CholeskyDecomposition(Matrix.from1DArray(size, size, matrix));
  return Float64Array.from(lowerTriangularMatrix.to1DArray());
}

/** `X` `[D, K]` with `A X = B`, for a positive definite `A` `[D, D]` and `B` `[D, K]`. */
export function solvePositive(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const solution = new CholeskyDecomposition(Matrix.from1DArray(size, size, a)).solve(
    Matrix.from1DArray(size, b.length / size, b),
  );
  return Float64Array.from(solution.to1DArray());
}
