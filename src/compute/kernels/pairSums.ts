import * as tf from '@tensorflow/tfjs-core';
import { chebyshevExpansion, chebyshevTerms } from './chebyshev.js';

/** Sums over all pairs (i, j) of each row of similarities, with `u_ij = (s_j - s_i) / tau` and weights `w_i`. */
export type PairSums = {
  /** `sum_b sum_i w_i sum_j softplus(u_ij)`, a scalar. */
  softplus: tf.Tensor;
  /** `[B, K]`: `sum_i w_i sigma(u_ij)`. */
  overColumn: tf.Tensor2D;
  /** `[B, R]`: `sum_j sigma(u_ij)`. */
  overRow: tf.Tensor2D;
};

/** Numbers of a temporary tensor; 2^21 floats are 8 MiB. */
const chunkEntries = 2 ** 21;

/**
 * The pair sums of each row for `i` among the first R and `j` among all K; no `[B, K, K]` tensor ever exists.
 *
 * @param s `[B, K]` similarities in [-1, 1]
 * @param weights `[B, R]`
 * @param temperature `tau`
 */
export function pairSums(s: tf.Tensor2D, weights: tf.Tensor2D, temperature: number): PairSums {
  // Either way costs about the same for each pair; a term costs half of a row.
  const separable = chebyshevTerms(temperature) < 2 * weights.shape[1];
  return separable ? separablePairSums(s, weights, temperature) : directPairSums(s, weights, temperature);
}

/** Every pair once: O(B R K) time, for few rows, for low temperatures, and to test the separable form against. */
export function directPairSums(s: tf.Tensor2D, weights: tf.Tensor2D, temperature: number): PairSums {
  const rows = weights.shape[1];
  return inChunks(s, weights, rows * s.shape[1], (x, w) => {
    const scaled = tf.div<tf.Tensor2D>(x, temperature);
    const u = tf.sub(tf.expandDims(scaled, 1), tf.expandDims(tf.slice(scaled, [0, 0], [-1, rows]), 2));
    const outranks = tf.sigmoid(u) as tf.Tensor3D;
    return {
      softplus: tf.sum(tf.mul(tf.sum(tf.softplus(u), 2), w)),
      overColumn: rowTimes(w, outranks),
      overRow: tf.sum(outranks, 2),
    };
  });
}

/**
 * The same in O(B K M) time with M Chebyshev terms, whatever R is. Both functions of `x - y` are smooth on the scale
 * of the temperature, so `sigma((x - y) / tau) = sum_ab T_a(x) C_ab T_b(y)` to float32 precision, and the sums over i
 * and over j part.
 */
export function separablePairSums(s: tf.Tensor2D, weights: tf.Tensor2D, temperature: number): PairSums {
  const rows = weights.shape[1];
  const terms = chebyshevTerms(temperature);
  return inChunks(s, weights, terms * s.shape[1], (x, w) => {
    const { sigmoid, softplus } = chebyshevExpansion(temperature);
    const square: [number, number] = [terms, terms];
    const steps = tf.tensor2d(sigmoid, square);
    const basis = chebyshevBasis(x, terms);
    const top = tf.slice(basis, [0, 0, 0], [-1, rows, terms]);
    const weighted = rowTimes(w, top);
    const total = tf.sum<tf.Tensor2D>(basis, 1);
    return {
      softplus: tf.sum(tf.mul(tf.matMul(total, tf.tensor2d(softplus, square)), weighted)),
      overColumn: timesColumn(basis, tf.matMul(weighted, steps, false, true)),
      overRow: timesColumn(top, tf.matMul(total, steps)),
    };
  });
}

/** Chebyshev polynomials `T_a(x) = cos(a arccos x)`, `[n, K]` -> `[n, K, terms]`. */
function chebyshevBasis(x: tf.Tensor2D, terms: number): tf.Tensor3D {
  // Rounding may carry a cosine past 1.
  const angles = tf.expandDims<tf.Tensor3D>(tf.acos(tf.clipByValue(x, -1, 1)), 2);
  return tf.cos(tf.mul<tf.Tensor3D>(angles, tf.range(0, terms)));
}

/** `[n, R]` and `[n, R, M]` -> `[n, M]`. */
function rowTimes(row: tf.Tensor2D, matrix: tf.Tensor3D): tf.Tensor2D {
  return tf.squeeze(tf.matMul(tf.expandDims<tf.Tensor3D>(row, 1), matrix), [1]);
}

/** `[n, R, M]` and `[n, M]` -> `[n, R]`. */
function timesColumn(matrix: tf.Tensor3D, column: tf.Tensor2D): tf.Tensor2D {
  return tf.squeeze(tf.matMul(matrix, tf.expandDims<tf.Tensor3D>(column, 2)), [2]);
}

/** Works through the rows a few at a time, so that a temporary tensor has about `chunkEntries` numbers at most. */
function inChunks(
  s: tf.Tensor2D,
  weights: tf.Tensor2D,
  entriesPerRow: number,
  compute: (s: tf.Tensor2D, weights: tf.Tensor2D) => PairSums,
): PairSums {
  const [batch] = s.shape;
  const atOnce = Math.max(1, Math.floor(chunkEntries / entriesPerRow));
  return tf.tidy(() => {
    const parts: PairSums[] = [];
    for (let first = 0; first < batch; first += atOnce) {
      const count = Math.min(atOnce, batch - first);
      const rowsOf = (x: tf.Tensor2D): tf.Tensor2D => tf.slice(x, [first, 0], [count, -1]);
      parts.push(tf.tidy(() => compute(rowsOf(s), rowsOf(weights))));
    }
    return {
      softplus: tf.addN(parts.map((part) => part.softplus)),
      overColumn: tf.concat(parts.map((part) => part.overColumn)),
      overRow: tf.concat(parts.map((part) => part.overRow)),
    };
  });
}
