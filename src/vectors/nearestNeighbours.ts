import { setImmediate } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import { describeValue } from '../base/describeValue.js';
import { RetrievalError } from '../errors.js';
import { checkDirections } from './gallery/checkInput.js';
import type { EmbeddingMatrix } from './embeddingMatrix.js';

/** The most similar bank rows of each query row. */
export interface Neighbours {
  /** `[N, K]` bank rows, most similar first; of equally similar ones the lower row first. */
  indices: Int32Array;
  /** `[N, K]` similarities that belong to them, never increasing along K. */
  similarities: Float32Array;
}

/** Queries compared at once: bounds the memory to `rowsPerBlock` x bank rows. */
const rowsPerBlock = 256;

/**
 * The K bank rows of highest inner product with each query; for unit rows the highest cosine. Exact.
 * @throws RetrievalError for rows that are zero or not finite, when the dimensions differ, or when K is not between 1 and the bank's rows.
 */
export async function nearestNeighbours(
  bank: EmbeddingMatrix,
  queries: EmbeddingMatrix,
  neighbours: number,
): Promise<Neighbours> {
  checkRequest(bank, queries, neighbours);
  const indices = new Int32Array(queries.rows * neighbours);
  const similarities = new Float32Array(queries.rows * neighbours);
  const bankTensor = tf.tensor2d(bank.data, [bank.rows, bank.columns]);
  try {
    for (let first = 0; first < queries.rows; first += rowsPerBlock) {
      await setImmediate();
      const count = Math.min(rowsPerBlock, queries.rows - first);
      const rows = queries.data.subarray(first * queries.columns, (first + count) * queries.columns);
      const found = tf.tidy(() => {
        const block = tf.tensor2d(rows, [count, queries.columns]);
        return tf.topk(tf.matMul(block, bankTensor, false, true), neighbours, true);
      });
      indices.set(await found.indices.data(), first * neighbours);
      similarities.set(await found.values.data(), first * neighbours);
      tf.dispose([found.indices, found.values]);
    }
  } finally {
    bankTensor.dispose();
  }
  return { indices, similarities };
}

function checkRequest(bank: EmbeddingMatrix, queries: EmbeddingMatrix, neighbours: number): void {
  checkDirections(bank, 'bank');
  if (queries !== bank) checkDirections(queries, 'queries');
  if (bank.columns !== queries.columns) {
    throw new RetrievalError({
      what: 'The bank and the queries have different dimensions',
      expected: `${bank.columns} as the bank`,
      found: String(queries.columns),
      fix: 'embed both with models of the same space',
    });
  }
  if (!Number.isInteger(neighbours) || neighbours < 1 || neighbours > bank.rows) {
    throw new RetrievalError({
      what: 'The number of neighbours does not fit the bank',
      expected: `a whole number from 1 to ${bank.rows}`,
      found: describeValue(neighbours),
    });
  }
}
