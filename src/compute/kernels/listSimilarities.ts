import * as tf from '@tensorflow/tfjs-core';
import { withGradient } from './closedForm.js';

/** A full product with the bank costs less than gathering rows until the bank is this many times longer than the list. */
const productUpTo = 16;

/**
 * Similarities of each query embedding to its own list of bank rows, `s[b, k] = query[b] . bank[indices[b, k]]`.
 * Differentiable in `query` only; the bank is frozen.
 *
 * @param query `[B, D]`
 * @param bank `[N, D]`
 * @param indices `[B, K]` int32, row numbers of the bank
 * @returns `[B, K]`
 */
export function listSimilarities(query: tf.Tensor2D, bank: tf.Tensor2D, indices: tf.Tensor2D): tf.Tensor2D {
  const form = bank.shape[0] <= productUpTo * indices.shape[1] ? productForm : gatherForm;
  return form(query, bank, indices);
}

/** `[B, N]` product with the whole bank, then a pick of K entries a row. */
export function productForm(query: tf.Tensor2D, bank: tf.Tensor2D, indices: tf.Tensor2D): tf.Tensor2D {
  const [batch, length] = indices.shape;
  const bankRows = bank.shape[0];
  const positions = tf.tidy(() =>
    tf.reshape(
      tf.add(indices, tf.expandDims(tf.mul(tf.range(0, batch, 1, 'int32'), tf.scalar(bankRows, 'int32')), 1)),
      [-1],
    ),
  );
  return withGradient(query, (q, save) => {
    save([positions]);
    return {
      value: tf.tidy(() =>
        tf.reshape(tf.gather(tf.reshape(tf.matMul(q, bank, false, true), [-1]), positions), [batch, length]),
      ),
      gradFunc: (dy, [saved]) =>
        tf.tidy(() => {
          const spread = tf.unsortedSegmentSum(
            tf.reshape<tf.Rank.R1>(dy, [-1]),
            saved as tf.Tensor1D,
            batch * bankRows,
          );
          return tf.matMul(tf.reshape<tf.Rank.R2>(spread, [batch, bankRows]), bank);
        }),
    };
  });
}

/** `[B, K, D]` gathered rows, for banks too long to multiply with. */
export function gatherForm(query: tf.Tensor2D, bank: tf.Tensor2D, indices: tf.Tensor2D): tf.Tensor2D {
  const rows = tf.gather(bank, indices);
  return withGradient(query, (q, save) => {
    save([rows]);
    return {
      value: tf.tidy(() => tf.squeeze<tf.Tensor2D>(tf.matMul(rows, tf.expandDims(q, 2)), [2])),
      gradFunc: (dy, [saved]) => tf.tidy(() => tf.squeeze(tf.matMul(tf.expandDims(dy, 1), saved!), [1])),
    };
  });
}
