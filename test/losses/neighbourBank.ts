import * as tf from '@tensorflow/tfjs';
import { type NeighbourBank } from '../../src/losses/neighbourBank.js';
import { unitRows } from '../helpers/tensors.js';

/** Unit embeddings with the nearest neighbours of each. */
export function smallBank(rows: number, columns: number, neighbours: number): NeighbourBank {
  const embeddings = unitRows(rows, columns, 9);
  const { values, indices } = tf.topk(tf.matMul(embeddings, embeddings, false, true), neighbours);
  return {
    embeddings,
    neighbours,
    indices: Int32Array.from(indices.dataSync()),
    similarities: Float32Array.from(values.dataSync()),
  };
}
