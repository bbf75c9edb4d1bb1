import * as tf from '@tensorflow/tfjs-core';
import { createLoss } from '../../losses/createLoss.js';
import { createLossBatch } from '../../losses/lossBatch.js';
import { randomSource } from '../../base/randomSource.js';
import { unitRows } from '../../models/unitRows.js';
import { readArrays, type SharedArray } from '../sharedArrays.js';
import type { Workload } from '../types.js';

/** Sizes of a rank order loss. */
export interface RankOrderSizes {
  /** B */
  batch: number;
  /** K */
  neighbours: number;
  /** N, rows of the bank. */
  bank: number;
  /** D */
  dimension: number;
}

/** Clusters around which the vectors lie, so that lists have near and far items. */
const clusters = 64;

/** A bank of clustered unit vectors, anchors near it, and the anchors' nearest neighbours. */
export function rankOrderArrays({
  batch,
  neighbours,
  bank,
  dimension,
}: RankOrderSizes): Record<string, SharedArray> {
  const random = randomSource(1, 'rankOrder');
  const noise = (rows: number): tf.Tensor2D =>
    tf.tensor2d(
      Float32Array.from({ length: rows * dimension }, () => random.normal()),
      [rows, dimension],
    );
  return tf.tidy(() => {
    const centres = noise(clusters);
    const near = (rows: number): tf.Tensor2D => {
      const chosen = Int32Array.from({ length: rows }, () => random.integer(clusters));
      return unitRows(tf.add(tf.gather(centres, tf.tensor1d(chosen, 'int32')), noise(rows)));
    };
    const bankRows = near(bank);
    const gallery = tf.slice(bankRows, [0, 0], [batch, dimension]);
    const query = unitRows(tf.add(gallery, tf.mul(noise(batch), 0.02)));
    const { values, indices } = tf.topk(tf.matMul(gallery, bankRows, false, true), neighbours);
    const floats = (t: tf.Tensor): SharedArray => ({ shape: t.shape, data: t.dataSync<'float32'>().slice() });
    return {
      bank: floats(bankRows),
      query: floats(query),
      similarities: floats(values),
      indices: { shape: indices.shape, data: Int32Array.from(indices.dataSync()) },
    } as never;
  });
}

/** Forward and backward pass of rank order preservation on an offline bank; arguments: rows. */
export async function rankOrder(folder: string, [rows]: string[]): Promise<Workload> {
  const arrays = await readArrays(folder);
  const tensor = (name: string): tf.Tensor2D =>
    tf.tensor2d(arrays[name]!.data as Float32Array, arrays[name]!.shape as [number, number]);
  const [query, embeddings] = [tensor('query'), tensor('bank')];
  const [batch, neighbours] = arrays.indices!.shape as [number, number];
  const bank = {
    embeddings,
    neighbours,
    indices: arrays.indices!.data as Int32Array,
    similarities: arrays.similarities!.data as Float32Array,
  };
  const anchors = Array.from({ length: batch }, (_, b) => b);
  const loss = createLoss({
    kind: 'rankOrderPreservation',
    neighbours: { from: 'bank', count: neighbours },
    topRows: Number(rows),
  });
  const gallery = tf.slice(embeddings, [0, 0], [batch, query.shape[1]]);
  let numbers: { value: ArrayLike<number>; gradient: Float32Array };
  return {
    run: () =>
      tf.tidy(() => {
        const { value, grad } = tf.valueAndGrad((q) =>
          loss.compute(createLossBatch({ query: q as tf.Tensor2D, gallery, anchors, bank })),
        )(query);
        numbers = { value: value.dataSync(), gradient: grad.dataSync<'float32'>() };
      }),
    check: () => ({ value: [numbers.value[0]!], gradient: Array.from(numbers.gradient.subarray(0, 256)) }),
  };
}
