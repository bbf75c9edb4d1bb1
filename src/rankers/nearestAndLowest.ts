import { setImmediate } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import type { EmbeddingMatrix } from '../vectors/embeddingMatrix.js';
import { selfFirst } from './cosineLists.js';
import type { RankedLists } from './types.js';

/** Pictures compared with all others at once. */
const rowsPerBlock = 256;

/** What k-reciprocal re-ranking needs of all pairs. */
export interface NearestAndLowest {
  /** The `count` nearest of each picture, itself first, with their cosines as scores. */
  nearest: RankedLists;
  /** `[N]` lowest cosine of each picture with any. */
  lowest: Float32Array;
}

/** As `cosineLists`, with the lowest cosine of each row of pairs, which is gone once only the nearest are kept. */
export async function nearestAndLowest(vectors: EmbeddingMatrix, count: number): Promise<NearestAndLowest> {
  const { data, rows, columns } = vectors;
  const indices = new Int32Array(rows * count);
  const similarities = new Float32Array(rows * count);
  const lowest = new Float32Array(rows);
  const bank = tf.tensor2d(data, [rows, columns]);
  try {
    for (let first = 0; first < rows; first += rowsPerBlock) {
      await setImmediate();
      const size = Math.min(rowsPerBlock, rows - first);
      const found = tf.tidy(() => {
        const pairs = tf.matMul(tf.slice2d(bank, [first, 0], [size, columns]), bank, false, true);
        return { ...tf.topk(pairs, count, true), lowest: tf.min(pairs, 1) };
      });
      indices.set(await found.indices.data(), first * count);
      similarities.set(await found.values.data(), first * count);
      lowest.set(await found.lowest.data(), first);
      tf.dispose([found.indices, found.values, found.lowest]);
    }
  } finally {
    bank.dispose();
  }
  return { nearest: selfFirst({ indices, similarities }, rows, count), lowest };
}
