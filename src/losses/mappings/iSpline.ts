import * as tf from '@tensorflow/tfjs-core';
import type { UnitFamily } from './types.js';

const degree = 3;
const order = degree + 1;

/**
 * A smooth monotone curve: a cubic B-spline on uniform clamped knots whose coefficients rise from 0 to 1,
 * `c = cumsum(softmax(theta))`. A B-spline with rising coefficients never decreases; written by its increments it is
 * the I-spline of Ramsay (1988). In each piece it is one cubic, which is evaluated by Horner's rule.
 */
export function iSpline(pieces: number): UnitFamily {
  const count = pieces + degree;
  const logits = tf.tidy(() => tf.variable(tf.zeros<tf.Rank.R1>([count - 1])));
  const cubics = piecewiseCubics(pieces);
  return {
    variables: [logits],
    evaluate: (u) =>
      tf.tidy(() => {
        const coefficients = tf.concat([tf.zeros<tf.Rank.R1>([1]), tf.cumsum(tf.softmax(logits))]);
        const ofPieces = tf.reshape(tf.dot(tf.tensor2d(cubics, [pieces * order, count]), coefficients), [
          pieces,
          order,
        ]);
        const place = tf.mul<tf.Tensor1D>(u, pieces);
        // u = 1 belongs to the last piece.
        const piece = tf.cast(tf.minimum(tf.floor(place), pieces - 1), 'int32');
        const x = tf.sub<tf.Tensor1D>(place, piece);
        const [a, b, c, d] = tf.unstack(tf.gather(ofPieces, piece), 1) as [tf.Tensor, ...tf.Tensor[]];
        const horner = (value: tf.Tensor, next: tf.Tensor): tf.Tensor => tf.add(tf.mul(value, x), next);
        return horner(horner(horner(d!, c!), b!), a) as tf.Tensor1D;
      }),
  };
}

/**
 * Each basis function as a cubic `a + b x + c x^2 + d x^3` in each piece, x from 0 to 1 across the piece.
 * @returns `[pieces * 4, pieces + 3]`: row `4 p + m` holds the factor of `x^m` in piece `p` for every basis function.
 */
function piecewiseCubics(pieces: number): Float32Array {
  const count = pieces + degree;
  const factors = new Float32Array(pieces * order * count);
  for (let piece = 0; piece < pieces; piece++) {
    // Interior points: the basis at a knot would belong to two pieces.
    const [f0, f1, f2, f3] = [0.2, 0.4, 0.6, 0.8].map((x) => bSplineBasis((piece + x) / pieces, pieces));
    for (let i = 0; i < count; i++) {
      const cubic = throughFifths(f0![i]!, f1![i]!, f2![i]!, f3![i]!);
      cubic.forEach((factor, m) => (factors[(piece * order + m) * count + i] = factor));
    }
  }
  return factors;
}

/** The cubic in x through the values at 0.2, 0.4, 0.6 and 0.8, from Newton's forward differences in z = 5 x - 1. */
function throughFifths(f0: number, f1: number, f2: number, f3: number): number[] {
  const [first, second, third] = [f1 - f0, f2 - 2 * f1 + f0, f3 - 3 * f2 + 3 * f1 - f0];
  // f = p + q z + r z^2 + s z^3
  const [p, q] = [f0, first - second / 2 + third / 3];
  const [r, s] = [second / 2 - third / 2, third / 6];
  return [p - q + r - s, 5 * (q - 2 * r + 3 * s), 25 * (r - 3 * s), 125 * s];
}

/**
 * Cubic B-spline basis on [0, 1] by the recursion of Cox and de Boor.
 *
 * @param u in [0, 1]
 * @returns `[pieces + 3]`, summing to 1
 */
export function bSplineBasis(u: number, pieces: number): number[] {
  const inner = Array.from({ length: pieces + 1 }, (_, i) => i / pieces);
  const knots = [...Array<number>(degree).fill(0), ...inner, ...Array<number>(degree).fill(1)];
  // Degree 0: in which piece u lies; u = 1 belongs to the last.
  const piece = Math.min(Math.floor(u * pieces), pieces - 1) + degree;
  let basis = Array.from({ length: knots.length - 1 }, (_, i): number => (i === piece ? 1 : 0));
  for (let d = 1; d <= degree; d++) {
    // A span of length 0 carries no weight; a divisor of 1 avoids 0 / 0.
    const span = (from: number, to: number): number => knots[to]! - knots[from]! || 1;
    basis = Array.from({ length: knots.length - 1 - d }, (_, i) => {
      const rising = (u - knots[i]!) / span(i, i + d);
      const falling = (knots[i + d + 1]! - u) / span(i + 1, i + d + 1);
      return rising * basis[i]! + falling * basis[i + 1]!;
    });
  }
  return basis;
}
