import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import type { FeatureDescription } from './queryModel.js';

/** Smallest deviation divided by, as a share of a unit vector: constant features must not blow up. */
const smallestDeviation = 1e-6;

/**
 * Mean and standard deviation of the unit feature vectors over the fit rows, in float64.
 * @param features `[N, F]` stored features of the frozen network
 * @param fitRows rows that may be looked at: those of training pictures
 * @param flops floating point operations of the frozen network for one picture
 */
export function describeFeatures(
  features: EmbeddingMatrix,
  fitRows: ArrayLike<number>,
  flops: number,
): FeatureDescription {
  const { columns, data } = features;
  const sum = new Float64Array(columns);
  const squares = new Float64Array(columns);
  for (let i = 0; i < fitRows.length; i++) {
    const row = data.subarray(fitRows[i]! * columns, (fitRows[i]! + 1) * columns);
    const norm = Math.sqrt(row.reduce((total, value) => total + value * value, 0)) || 1;
    row.forEach((value, c) => {
      sum[c]! += value / norm;
      squares[c]! += (value / norm) ** 2;
    });
  }
  const mean = sum.map((total) => total / fitRows.length);
  const deviation = squares.map((total, c) =>
    Math.max(smallestDeviation, Math.sqrt(Math.max(0, total / fitRows.length - mean[c]! ** 2))),
  );
  return { mean: Float32Array.from(mean), deviation: Float32Array.from(deviation), flops };
}
