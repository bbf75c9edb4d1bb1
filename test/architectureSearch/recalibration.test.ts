import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { choiceNetwork } from '../../src/models/networks/choiceNetwork.js';
import { withRecalibration } from '../../src/architectureSearch/recalibration.js';
import { type Supernet } from '../../src/architectureSearch/supernet.js';
import { expectClose } from '../helpers/tensors.js';
import { toySpace as space } from './toySearch.js';
import { rows, pixels, batch, build, embed, valuesOf, standAlone } from './toySupernet.js';

beforeAll(() => selectBackend());

describe('recalibration', () => {
  const pictures = { pixels, count: rows, batchSize: 5 };

  /** Mean and unbiased variance of the first convolution's output over some pictures. */
  function stemStatistics(supernet: Supernet, first: number, count: number) {
    const { mean, deviation } = choiceNetwork(space, supernet.path).preprocessing;
    return tf.tidy(() => {
      const input = tf.div(tf.sub(batch(first, count), tf.tensor1d(mean)), tf.tensor1d(deviation));
      const kernel = supernet.variables[supernet.names.indexOf('stem.convolution.kernel')];
      const output = tf.conv2d(input as tf.Tensor4D, kernel as tf.Tensor4D, 2, 'same');
      const flat = tf.reshape(output, [-1, space.stem]);
      const average = tf.mean(flat, 0);
      const squares = tf.sum(tf.square(tf.sub(flat, average)), 0);
      return { mean: average.dataSync(), variance: tf.div(squares, flat.shape[0] - 1).dataSync() };
    });
  }

  test('gives the batch norms the statistics of the batches, whatever they held before', async () => {
    const supernet = build();
    for (let n = 0; n < 4; n++) embed(supernet, true);
    supernet.take([1, 0, 1, 2]);
    const [five, three] = [stemStatistics(supernet, 0, 5), stemStatistics(supernet, 5, 3)];
    const whole = (part: 'mean' | 'variance'): number[] =>
      Array.from(five[part], (x, n) => (5 * x + 3 * three[part][n]) / rows);
    await withRecalibration(supernet, pictures, () => {
      const [stem] = supernet.averages();
      expectClose(stem.mean.dataSync(), whole('mean'), 1e-4);
      expectClose(stem.variance.dataSync(), whole('variance'), 1e-3);
      return Promise.resolve();
    });
  });

  test('makes one batch come out in inference as it does in training', async () => {
    const supernet = build();
    supernet.take([1, 1, 0, 1]);
    const alone = await standAlone(supernet);
    const inTraining = embed(alone, true);
    const found = await withRecalibration(supernet, { ...pictures, batchSize: rows }, () =>
      Promise.resolve(embed(supernet, false)),
    );
    // Running averages hold the unbiased variance, training the biased one.
    expectClose(found, inTraining, 0.03);
    expect(Math.max(...found.map((x, n) => Math.abs(x - embed(supernet, false)[n])))).toBeGreaterThan(0.05);
  });

  test('puts everything back, after an error too, and does not depend on what came before', async () => {
    const supernet = build();
    for (let n = 0; n < 4; n++) embed(supernet, true);
    const before = valuesOf(supernet);
    const held = tf.memory().numTensors;
    const measure = (path: number[]) => {
      supernet.take(path);
      return withRecalibration(supernet, pictures, () => Promise.resolve(embed(supernet, false)));
    };
    const first = await measure([1, 0, 1, 2]);
    await measure([0, 1, 1, 1]);
    expect(await measure([1, 0, 1, 2])).toEqual(first);
    await expect(
      withRecalibration(supernet, pictures, () => Promise.reject(new Error('broken'))),
    ).rejects.toThrow('broken');
    expect(valuesOf(supernet)).toEqual(before);
    expect(tf.memory().numTensors).toBe(held);
  });
});
