import * as tf from '@tensorflow/tfjs';
import type { UnitFamily } from './types.js';

const degree = 3;

/**
 * A smooth monotone curve: a cubic B-spline on uniform clamped knots whose coefficients rise from 0 to 1,
 * `c = cumsum(softmax(theta))`. A B-spline with rising coefficients never decreases; written by its increments it is
 * the I-spline of Ramsay (1988).
 */
export function iSpline(pieces: number): UnitFamily {
  const count = pieces + degree;
  const logits = tf.tidy(() => tf.variable(tf.zeros<tf.Rank.R1>([count - 1])));
  return {
    variables: [logits],
    evaluate: (u) =>
      tf.tidy(() => {
        const coefficients = tf.concat([tf.zeros<tf.Rank.R1>([1]), tf.cumsum(tf.softmax(logits))]);
        return tf.dot(bSplineBasis(u, pieces), coefficients) as tf.Tensor1D;
      }),
  };
}

/**
 * Cubic B-spline basis on [0, 1] by the recursion of Cox and de Boor.
 *
 * @param u `[M]` in [0, 1]
 * @returns `[M, pieces + 3]`, rows summing to 1
 */
export function bSplineBasis(u: tf.Tensor1D, pieces: number): tf.Tensor2D {
  return tf.tidy(() => {
    const inner = Array.from({ length: pieces + 1 }, (_, i) => i / pieces);
    const knots = [...Array<number>(degree).fill(0), ...inner, ...Array<number>(degree).fill(1)];
    const x = u.expandDims<tf.Tensor2D>(1);
    // Degree 0: in which piece u lies; u = 1 belongs to the last piece.
    const piece = tf.minimum(tf.floor(tf.mul(u, pieces)), pieces - 1).toInt();
    const inside = tf.oneHot(piece, pieces) as tf.Tensor2D;
    let basis: tf.Tensor2D = tf.pad(tf.cast(inside, 'float32'), [
      [0, 0],
      [degree, degree],
    ]);
    for (let d = 1; d <= degree; d++) {
      const size = knots.length - 1 - d;
      // A span of length 0 carries no weight; a divisor of 1 avoids 0 / 0.
      const span = (from: number, to: number): number => knots[to]! - knots[from]! || 1;
      const starts = tf.tensor1d(knots.slice(0, size));
      const ends = tf.tensor1d(knots.slice(d + 1, d + 1 + size));
      const rising = tf.div(
        tf.sub(x, starts),
        tf.tensor1d(Array.from({ length: size }, (_, i) => span(i, i + d))),
      );
      const falling = tf.div(
        tf.sub(ends, x),
        tf.tensor1d(Array.from({ length: size }, (_, i) => span(i + 1, i + d + 1))),
      );
      const left = tf.slice(basis, [0, 0], [-1, size]);
      const right = tf.slice(basis, [0, 1], [-1, size]);
      basis = tf.add(tf.mul(rising, left), tf.mul(falling, right));
    }
    return basis;
  });
}
