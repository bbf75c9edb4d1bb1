import * as tf from '@tensorflow/tfjs-core';
import { embeddingMatrix } from '../../vectors/embeddingMatrix.js';
import { unitRows } from '../../models/unitRows.js';
import { exactSearch } from '../../retrieval/ranking/exactSearch.js';
import { readArrays, type SharedArray } from '../sharedArrays.js';
import type { Workload } from '../types.js';

const k = 10;

/** Random unit vectors. */
export function searchArrays(queries: number, rows: number, columns: number): Record<string, SharedArray> {
  const vectors = (count: number, seed: number): SharedArray => ({
    shape: [count, columns],
    data: tf.tidy(() =>
      unitRows(tf.randomNormal<tf.Rank.R2>([count, columns], 0, 1, 'float32', seed))
        .dataSync<'float32'>()
        .slice(),
    ),
  });
  return { queries: vectors(queries, 1), gallery: vectors(rows, 2) };
}

/** Exact search for the best ten. */
export async function search(folder: string): Promise<Workload> {
  const arrays = await readArrays(folder);
  const matrix = ({ data, shape }: SharedArray) =>
    embeddingMatrix(data as Float32Array, shape[0]!, shape[1]!);
  const [queries, gallery] = [matrix(arrays.queries!), matrix(arrays.gallery!)];
  let scores = new Float32Array(0);
  return {
    run: async () => {
      scores = (await exactSearch({ queries, gallery, k })).scores as typeof scores;
    },
    check: () => ({ scores: Array.from(scores.subarray(0, 10 * k)) }),
  };
}
