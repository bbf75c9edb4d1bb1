import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import { createLoss } from '../../src/losses/createLoss.js';
import { createLossBatch } from '../../src/losses/lossBatch.js';
import type { LossConfig } from '../../src/losses/registry.js';
import type { Loss, LossBatch } from '../../src/losses/types.js';
import { expectClose, unitRows } from '../helpers/tensors.js';
import type { Rows } from './slowBatchLosses.js';
import { slowGradient } from './slowTwins.js';

/** Size of the batches of embeddings. */
export const [rows, columns] = [5, 8];

/** The embeddings of a batch under the query and the gallery model. */
export const query = () => unitRows(rows, columns, 1);
export const gallery = () => unitRows(rows, columns, 2);
export const numbers = (x: tf.Tensor2D): number[] => Array.from(x.dataSync());

/** Labels of three classes. */
export const labels = Int32Array.from({ length: 30 }, (_, n) => 10 * (n % 3));

/** Rows near one of three directions, that of their label. */
export const clustered = (): tf.Tensor2D =>
  tf.tidy(() => {
    const centres = tf.gather(
      unitRows(3, columns, 4),
      tf.tensor1d(
        labels.map((l) => l / 10),
        'int32',
      ),
    );
    const near = tf.add<tf.Tensor2D>(centres, tf.mul(0.3, unitRows(30, columns, 5)));
    return tf.div(near, tf.norm(near, 2, 1, true));
  });

/** A batch whose ranking lists are given, for losses that look at nothing else. */
export function listBatch(query: tf.Tensor2D, gallery: tf.Tensor2D): LossBatch {
  return { query, gallery: query, lists: () => ({ query, gallery }) };
}

/** Value and gradient of a loss of one ranking list. */
export function ofList(config: LossConfig, query: number[], gallery: number[]) {
  return tf.tidy(() => {
    const loss = createLoss(config, { similarityRange: [-0.2, 1] });
    const run = tf.valueAndGrad((x) => loss.compute(listBatch(x as tf.Tensor2D, tf.tensor2d([gallery]))));
    const { value, grad } = run(tf.tensor2d([query]));
    const result = { value: value.dataSync()[0], gradient: Array.from(grad.dataSync()) };
    loss.dispose?.();
    return result;
  });
}

/** Value and gradient `[B * D]` of a loss of the embeddings of a batch. */
export function ofBatch(loss: Loss, query: tf.Tensor2D, gallery: tf.Tensor2D, anchors?: number[]) {
  return tf.tidy(() => {
    const run = tf.valueAndGrad((x) =>
      loss.compute(createLossBatch({ query: x as tf.Tensor2D, gallery, anchors })),
    );
    const { value, grad } = run(query);
    return { value: value.dataSync()[0], gradient: Array.from(grad.dataSync()) };
  });
}

/** A function of rows as one of their numbers in a line, for finite differences. */
export const flat =
  (f: (x: Rows) => number) =>
  (values: number[]): number =>
    f(Array.from({ length: rows }, (_, b) => values.slice(b * columns, (b + 1) * columns)));

/** Expects the value and the gradient of a slow twin, the gradient from finite differences. */
export function expectTwin(
  actual: { value: number; gradient: number[] },
  slow: (values: number[]) => number,
  at: number[],
  tolerance = 1e-4,
): void {
  expect(Math.abs(actual.value - slow(at))).toBeLessThan(tolerance * Math.max(1, Math.abs(actual.value)));
  const expected = slowGradient(slow, at);
  const largest = Math.max(...expected.map(Math.abs));
  expectClose(actual.gradient, expected, 5e-4 * Math.max(largest, 0.1));
}
