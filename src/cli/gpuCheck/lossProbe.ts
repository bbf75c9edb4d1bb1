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

/** Seeded unit rows. */
export function unitRows(rows: number, columns: number, seed: number): tf.Tensor2D {
  const random = randomSource(seed, 'probe');
  return tf.tidy(() => {
    const values = Float32Array.from({ length: rows * columns }, () => random.normal());
    const x = tf.tensor2d(values, [rows, columns]);
    return tf.div(x, tf.norm(x, 2, 1, true));
  });
}

/** Gives value and gradient `[16, 24]` of a loss on seeded embeddings, prepared as a training would prepare it. */
export async function lossStep(kind: LossKind): Promise<{ step: () => tf.Tensor[]; dispose: () => void }> {
  const loss = createLoss(smallConfig(kind));
  const [training, query] = [unitRows(bankSize, dimension, 1), unitRows(anchors, dimension, 2)];
  const labels = Int32Array.from({ length: bankSize }, (_, n) => n % classes);
  await loss.prepare?.({ gallery: training, labels });
  await loss.startEpoch?.(1, async () => (await training.data<'float32'>()).slice());
  const bank = await neighbourBank(training);
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

async function neighbourBank(embeddings: tf.Tensor2D): Promise<NeighbourBank> {
  const found = tf.tidy(() => tf.topk(tf.matMul(embeddings, embeddings, false, true), bankSize, true));
  const [indices, similarities] = [await found.indices.data<'int32'>(), await found.values.data<'float32'>()];
  tf.dispose([found.indices, found.values]);
  return { embeddings, neighbours: bankSize, indices: indices.slice(), similarities: similarities.slice() };
}

function smallConfig(kind: LossKind): LossConfig {
  const lists = 'neighbours' in builtInLosses[kind].schema.shape;
  const neighbours = lists ? { neighbours: { from: 'bank', count: listLength } } : {};
  return { kind, ...neighbours, ...changes[kind] } as LossConfig;
}
