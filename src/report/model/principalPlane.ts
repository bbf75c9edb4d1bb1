import { randomSource } from '../../base/randomSource.js';
import type { EmbeddingMatrix } from '../../vectors/embeddingMatrix.js';

/** Where vectors lie in a plane, `[rows][2]`. */
export type PlanePoints = [x: number, y: number][];

/** The plane of largest variance of some vectors. */
export interface PrincipalPlane {
  project(vectors: EmbeddingMatrix): PlanePoints;
  /** Share of the variance that the plane holds, in [0, 1]. */
  share: number;
}

const iterations = 60;

/** PCA to two dimensions by orthogonal iteration on the centred vectors, `[N, D]`, without a covariance matrix. */
export function principalPlane(vectors: EmbeddingMatrix): PrincipalPlane {
  const { rows, columns } = vectors;
  const mean = new Float64Array(columns);
  forEachRow(vectors, (row) => row.forEach((value, d) => (mean[d]! += value / rows)));
  const random = randomSource(0, 'principal plane');
  let axes = [0, 1].map(() => Float64Array.from({ length: columns }, () => random.normal()));
  let spread = [0, 0];
  for (let i = 0; i < iterations; i++) {
    const next = axes.map(() => new Float64Array(columns));
    forEachRow(vectors, (row) =>
      axes.forEach((axis, a) => {
        const along = centredProduct(row, mean, axis);
        for (let d = 0; d < columns; d++) next[a]![d]! += along * (row[d]! - mean[d]!);
      }),
    );
    spread = [norm(next[0]!), 0];
    scale(next[0]!, spread[0]!);
    const shared = next[1]!.reduce((sum, value, d) => sum + value * next[0]![d]!, 0);
    next[0]!.forEach((value, d) => (next[1]![d]! -= shared * value));
    spread[1] = norm(next[1]!);
    scale(next[1]!, spread[1]);
    axes = next;
  }
  let total = 0;
  forEachRow(vectors, (row) => row.forEach((value, d) => (total += (value - mean[d]!) ** 2)));
  return {
    share: total > 0 ? Math.min(1, (spread[0]! + spread[1]!) / total) : 0,
    project: (others) => {
      const points: PlanePoints = [];
      forEachRow(others, (row) =>
        points.push([centredProduct(row, mean, axes[0]!), centredProduct(row, mean, axes[1]!)]),
      );
      return points;
    },
  };
}

function forEachRow({ data, rows, columns }: EmbeddingMatrix, visit: (row: Float32Array) => void): void {
  for (let row = 0; row < rows; row++) visit(data.subarray(row * columns, (row + 1) * columns));
}

function centredProduct(row: Float32Array, mean: Float64Array, axis: Float64Array): number {
  let sum = 0;
  for (let d = 0; d < row.length; d++) sum += (row[d]! - mean[d]!) * axis[d]!;
  return sum;
}

function norm(axis: Float64Array): number {
  return Math.sqrt(axis.reduce((sum, value) => sum + value * value, 0));
}

/** To length 1; vectors that all lie on a line leave the second axis without a direction. */
function scale(axis: Float64Array, length: number): void {
  axis.forEach((value, d) => (axis[d] = length > 1e-12 ? value / length : 0));
}
