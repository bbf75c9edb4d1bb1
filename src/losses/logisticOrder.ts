import * as tf from '@tensorflow/tfjs-core';
import { pairSums } from '../compute/kernels/pairSums.js';
import { tieGroups, type TieGroups } from '../compute/kernels/tieGroups.js';

/**
 * The order divergence with the comparison `within`, the hard indicator and the logistic error, from sums over pairs:
 * the error `softplus(u_ij) - I_g[i,j] u_ij` is a smooth part, which the pair sums give together with its gradient, and
 * a part that is linear in `s`, whose coefficients follow from cumulated weights.
 *
 * @param s `[B, K]` query similarities in [-1, 1]
 * @param t `[B, K]` gallery similarities, never increasing along K
 * @param weights `w` `[B, R]` of the first R positions
 * @returns the sum over the anchors of `sum_i w_i sum_j error` and its gradient in `s`, `[B, K]`
 */
export function logisticOrder(
  s: tf.Tensor2D,
  t: tf.Tensor2D,
  weights: tf.Tensor2D,
  { temperature, distinct = false }: { temperature: number; distinct?: boolean },
): { value: tf.Tensor; slope: tf.Tensor } {
  const { softplus, overColumn, overRow } = pairSums(s, weights, temperature);
  const [batch, length] = s.shape;
  const rest = tf.zeros<tf.Rank.R2>([batch, length - weights.shape[1]]);
  const padded = tf.concat([weights, rest], 1);
  const wanted = indicatorSums(padded, distinct ? undefined : tieGroups(t));
  const ownRow = tf.mul(padded, tf.concat([overRow, rest], 1));
  return {
    value: tf.sub(softplus, tf.div(tf.sum(tf.mul(wanted, s)), temperature)),
    slope: tf.div(tf.sub(tf.sub(overColumn, ownRow), wanted), temperature),
  };
}

/**
 * `c_j = sum_i w_i I_g[i,j] - w_j sum_k I_g[j,k]`, so that `sum_ij w_i I_g[i,j] (s_j - s_i) = sum_j c_j s_j`, without a
 * `[B, K, K]` indicator: the items that come later count whole, equal ones one half.
 *
 * @param weights `[B, K]`
 * @param ties left out where no two gallery similarities of an anchor are equal
 * @returns `[B, K]`
 */
function indicatorSums(weights: tf.Tensor2D, ties?: TieGroups): tf.Tensor2D {
  const through = tf.cumsum(weights, 1);
  const before = tf.sub<tf.Tensor2D>(through, weights);
  const places = tf.range(0, weights.shape[1], 1, 'int32');
  const { first, last } = ties ?? { first: places, last: places };
  const atFirst = ties ? tf.gather(before, ties.first, 1, 1) : before;
  const atLast = ties ? tf.gather(through, ties.last, 1, 1) : through;
  const outranked = tf.sub(tf.sum(weights, 1, true), tf.mul(tf.add(atFirst, atLast), 0.5));
  const outrankedBy = tf.mul(tf.cast(tf.add(tf.add(first, last), tf.scalar(1, 'int32')), 'float32'), 0.5);
  return tf.sub(outranked, tf.mul(weights, outrankedBy));
}
