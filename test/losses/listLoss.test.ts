import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { runCode } from '../../src/experiments/runCode.js';
import { createLoss } from '../../src/losses/createLoss.js';
import { createLossBatch } from '../../src/losses/lossBatch.js';
import { listLoss } from '../../src/losses/listLoss.js';
import { completeLossConfig } from '../../src/losses/lossConfig.js';
import { registerLoss } from '../../src/losses/registry.js';

beforeAll(() => selectBackend());

const gap = (s: tf.Tensor2D, t: tf.Tensor2D) => tf.mean(tf.abs(tf.sub(s, t)));

test('computes from the lists of its configuration', () => {
  registerLoss(listLoss('scoreGap', gap));
  const [query, gallery] = [tf.tensor2d([[1, 0]]), tf.tensor2d([[0, 1]])];
  const batch = createLossBatch({ query, gallery });
  const loss = createLoss({ kind: 'scoreGap', neighbours: { from: 'batch' } });
  const value = tf.tidy(() => loss.compute(batch));
  expect(value.shape).toEqual([]);
  // One list of one item: s = q.g = 0, t = g.g = 1.
  expect(value.dataSync()[0]).toBeCloseTo(1, 6);
});

test('ranks the bank where nothing else is said', () => {
  registerLoss(listLoss('scoreGap', gap));
  expect(completeLossConfig({ kind: 'scoreGap' })).toEqual({
    kind: 'scoreGap',
    neighbours: { from: 'bank', count: 128 },
  });
});

test('another function under the same kind is other code', () => {
  const code = (): string | undefined => {
    const loss = completeLossConfig({ kind: 'changing', neighbours: { from: 'batch' } });
    return runCode({ dataset: 'emoji', loss });
  };
  registerLoss(listLoss('changing', gap));
  const first = code();
  registerLoss(listLoss('changing', (s, t) => tf.mean(tf.square(tf.sub(s, t)))));
  const second = code();
  registerLoss(listLoss('changing', gap));
  expect(first).toEqual(expect.any(String));
  expect(second).not.toBe(first);
  expect(code()).toBe(first);
});
