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
    indices.add(tf.range(0, batch, 1, 'int32').mul(tf.scalar(bankRows, 'int32')).expandDims(1)).as1D(),
  );
  return withGradient(query, (q, save) => {
    save([positions]);
    return {
      value: tf.tidy(() => tf.matMul(q, bank, false, true).as1D().gather(positions).reshape([batch, length])),
      gradFunc: (dy, [saved]) =>
        tf.tidy(() => {
          const spread = tf.unsortedSegmentSum(dy.as1D(), saved as tf.Tensor1D, batch * bankRows);
          return tf.matMul(spread.reshape([batch, bankRows]), bank);
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
      value: tf.tidy(() => tf.matMul(rows, q.expandDims(2)).squeeze<tf.Tensor2D>([2])),
      gradFunc: (dy, [saved]) => tf.tidy(() => tf.matMul(dy.expandDims(1), saved!).squeeze([1])),
    };
  });
}
