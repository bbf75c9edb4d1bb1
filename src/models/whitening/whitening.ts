import { embeddingMatrix, type EmbeddingMatrix } from '../../vectors/embeddingMatrix.js';
import { RetrievalError } from '../../errors.js';
import { sha256OfBytes } from '../../base/files/sha256.js';

/**
 * What is done to vectors before they are scaled to unit length. `raw`: nothing. `centred`: the mean is subtracted.
 * `pca`: centred, projected on the principal axes and scaled to variance 1. `lda`: centred, whitened by the covariance
 * within classes, then projected on the axes of largest remaining variance (supervised whitening, Mikolajczyk and
 * Matas 2007; Radenovic et al. 2019).
 */
export type WhiteningKind = 'raw' | 'centred' | 'pca' | 'lda';

/** The numbers of a fitted whitening: `x -> unit(axes (x - mean))`. */
export interface WhiteningParameters {
  kind: WhiteningKind;
  /** D */
  inputs: number;
  /** K */
  outputs: number;
  /** `[D]`; absent for `raw`. */
  mean?: Float32Array;
  /** `[K, D]`; absent for `raw` and `centred`. */
  axes?: Float32Array;
}

/** A fitted whitening. */
export interface Whitening {
  readonly parameters: WhiteningParameters;
  /** Hash over kind and numbers; part of the identity of whitened embeddings. */
  readonly identity: string;
  /** `[N, D]` -> `[N, K]` unit rows; a zero vector stays zero. */
  apply(matrix: EmbeddingMatrix): EmbeddingMatrix;
}

/** Makes the whitening of the given numbers. */
export function createWhitening(parameters: WhiteningParameters): Whitening {
  const { kind, inputs, outputs, mean, axes } = parameters;
  return {
    parameters,
    identity: sha256OfBytes([kind, inputs, outputs, hash(mean), hash(axes)].join(' ')),
    apply(matrix) {
      if (matrix.columns !== inputs) {
        throw new RetrievalError({
          what: 'The whitening was fitted on vectors of another dimension',
          expected: String(inputs),
          found: String(matrix.columns),
        });
      }
      const data = new Float32Array(matrix.rows * outputs);
      for (let row = 0; row < matrix.rows; row++) {
        const vector = Float64Array.from(matrix.data.subarray(row * inputs, (row + 1) * inputs));
        if (mean) mean.forEach((value, d) => (vector[d]! -= value));
        data.set(unit(axes ? project(axes, vector, outputs) : vector), row * outputs);
      }
      return embeddingMatrix(data, matrix.rows, outputs);
    },
  };
}

function project(axes: Float32Array, vector: Float64Array, outputs: number): Float64Array {
  const result = new Float64Array(outputs);
  for (let k = 0, at = 0; k < outputs; k++) {
    let sum = 0;
    for (let d = 0; d < vector.length; d++) sum += axes[at++]! * vector[d]!;
    result[k] = sum;
  }
  return result;
}

function unit(vector: Float64Array): Float64Array {
  const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return norm === 0 ? vector : vector.map((value) => value / norm);
}

function hash(numbers: Float32Array | undefined): string {
  return numbers
    ? sha256OfBytes(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength))
    : 'none';
}
