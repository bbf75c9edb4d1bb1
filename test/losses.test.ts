import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../src/compute/backend/selectBackend.js';
import { createLoss } from '../src/losses/createLoss.js';
import { completeLossConfig } from '../src/losses/lossConfig.js';
import { createLossBatch } from '../src/losses/lossBatch.js';
import { builtInLosses } from '../src/losses/builtInLosses.js';
import type { LossKind } from '../src/losses/registry.js';
import { expectClose, unitRows } from './helpers/tensors.js';
import { smallBank } from './losses/neighbourBank.js';

beforeAll(() => selectBackend());

test.each(Object.keys(builtInLosses) as LossKind[])(
  '%s trains the query embeddings only and leaves no tensor behind',
  async (kind) => {
    const bank = smallBank(40, 6, 40);
    const query = unitRows(8, 6, 5);
    const gallery = tf.slice(bank.embeddings, [0, 0], [8, 6]);
    const config = completeLossConfig({ kind });
    const small = {
      ...('neighbours' in config && { neighbours: { from: 'bank', count: 20 } }),
      ...('subspaces' in config && { subspaces: 3, centroids: 4 }),
    };
    const outside = tf.memory().numTensors;
    const loss = createLoss({ ...config, ...small });
    const labels = Int32Array.from({ length: 40 }, (_, n) => n % 4);
    await loss.prepare?.({ gallery: bank.embeddings, labels });
    // eslint-disable-next-line @typescript-eslint/require-await
    await loss.startEpoch?.(1, async () => bank.embeddings.dataSync<'float32'>());
    const step = (): Float32Array =>
      tf.tidy(() => {
        const compute = (x: tf.Tensor) =>
          loss.compute(
            createLossBatch({ query: x as tf.Tensor2D, gallery, anchors: [0, 1, 2, 3, 4, 5, 6, 7], bank }),
          );
        const { value, grad } = tf.valueAndGrad(compute)(query);
        expect(value.shape).toEqual([]);
        return Float32Array.from(grad.dataSync());
      });
    const first = step();
    const before = tf.memory().numTensors;
    expectClose(step(), first, 1e-9);
    expect(tf.memory().numTensors).toBe(before);
    expect(first.some((x) => x !== 0)).toBe(true);
    loss.dispose?.();
    expect(tf.memory().numTensors).toBe(outside);
  },
);
