import * as tf from '@tensorflow/tfjs-core';
import { createLoss } from '../../losses/createLoss.js';
import { createLossBatch } from '../../losses/lossBatch.js';
import type { NeighbourBank } from '../../losses/neighbourBank.js';
import { builtInLosses } from '../../losses/builtInLosses.js';
import type { LossConfig, LossKind } from '../../losses/registry.js';
import { randomSource } from '../../base/randomSource.js';

const [anchors, dimension, bankSize, listLength, classes] = [16, 24, 64, 32, 8];

/** What some losses need smaller than their defaults to work on so few vectors. */
const changes: Partial<Record<LossKind, object>> = { structureSimilarity: { subspaces: 4, centroids: 8 } };

/** Seeded unit rows, which the host makes, so that every device gets the same. */
export function unitRows(rows: number, columns: number, seed: number): tf.Tensor2D {
  return tf.tensor2d(unitValues(rows, columns, seed), [rows, columns]);
}

function unitValues(rows: number, columns: number, seed: number): Float32Array {
  const random = randomSource(seed, 'probe');
  const values = Float32Array.from({ length: rows * columns }, () => random.normal());
  for (let row = 0; row < rows; row++) {
    const part = values.subarray(row * columns, (row + 1) * columns);
    const length = Math.hypot(...part);
    part.forEach((value, n) => (part[n] = value / length));
  }
  return values;
}

/** Gives value and gradient `[16, 24]` of a loss on seeded embeddings, prepared as a training would prepare it. */
export async function lossStep(kind: LossKind): Promise<{ step: () => tf.Tensor[]; dispose: () => void }> {
  const loss = createLoss(smallConfig(kind));
  const values = unitValues(bankSize, dimension, 1);
  const training = tf.tensor2d(values, [bankSize, dimension]);
  const query = unitRows(anchors, dimension, 2);
  const labels = Int32Array.from({ length: bankSize }, (_, n) => n % classes);
  await loss.prepare?.({ gallery: training, labels });
  await loss.startEpoch?.(1, () => Promise.resolve(values.slice()));
  const bank = neighbourBank(training, values);
  const gallery = tf.slice2d(training, [0, 0], [anchors, dimension]);
  const batch = { gallery, anchors: Array.from({ length: anchors }, (_, n) => n), bank };
  const compute = (q: tf.Tensor): tf.Scalar =>
    loss.compute(createLossBatch({ query: q as tf.Tensor2D, ...batch }));
  return {
    step: () =>
      tf.tidy(() => {
        const { value, grad } = tf.valueAndGrad(compute)(query);
        return [value, grad];
      }),
    dispose() {
      tf.dispose([training, query, gallery]);
      loss.dispose?.();
    },
  };
}

function neighbourBank(embeddings: tf.Tensor2D, values: Float32Array): NeighbourBank {
  const row = (n: number): Float32Array => values.subarray(n * dimension, (n + 1) * dimension);
  const indices = new Int32Array(bankSize * bankSize);
  const similarities = new Float32Array(bankSize * bankSize);
  for (let anchor = 0; anchor < bankSize; anchor++) {
    const all = Float32Array.from({ length: bankSize }, (_, n) =>
      row(n).reduce((sum, value, d) => sum + value * row(anchor)[d]!, 0),
    );
    const order = Array.from(all.keys()).sort((a, b) => all[b]! - all[a]!);
    indices.set(order, anchor * bankSize);
    similarities.set(
      order.map((n) => all[n]!),
      anchor * bankSize,
    );
  }
  return { embeddings, neighbours: bankSize, indices, similarities };
}

function smallConfig(kind: LossKind): LossConfig {
  const lists = 'neighbours' in builtInLosses[kind].schema.shape;
  const neighbours = lists ? { neighbours: { from: 'bank', count: listLength } } : {};
  return { kind, ...neighbours, ...changes[kind] } as LossConfig;
}
