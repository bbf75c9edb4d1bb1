import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { createLoss } from '../../src/losses/createLoss.js';
import { createQueryModel } from '../../src/models/createQueryModel.js';
import type { QueryModel } from '../../src/models/queryModel.js';
import { choiceNetwork } from '../../src/models/networks/choiceNetwork.js';
import { randomSource } from '../../src/base/randomSource.js';
import { withRecalibration } from '../../src/architectureSearch/recalibration.js';
import { createSupernet, type Supernet } from '../../src/architectureSearch/supernet.js';
import { trainingSchema } from '../../src/training/config.js';
import { pixelBatches } from '../../src/training/pixelBatches.js';
import { trainQueryModel } from '../../src/training/trainQueryModel.js';
import { expectClose, unitRows } from '../helpers/tensors.js';
import { toySpace as space } from './toySearch.js';

beforeAll(() => selectBackend());

const [size, dimension, rows] = [32, 5, 8];
const pixels = Uint8Array.from({ length: rows * size ** 2 * 3 }, (_, n) => (n * n * 37) % 251);
const batch = (first = 0, count = rows): tf.Tensor4D => {
  const width = size ** 2 * 3;
  const part = Float32Array.from(pixels.subarray(first * width, (first + count) * width));
  return tf.tensor4d(part, [count, size, size, 3]);
};
const build = (seed = 1): Supernet => createSupernet({ space, size, pooling: 'average', seed }, dimension);
const embed = (model: QueryModel, training: boolean): Float32Array =>
  tf.tidy(() => model.embed(batch(), { training }).dataSync<'float32'>().slice());
const valuesOf = (model: QueryModel): Map<string, Float32Array> =>
  new Map(
    [...model.variables, ...model.state].map((variable, n) => [
      model.names[n],
      variable.dataSync<'float32'>().slice(),
    ]),
  );

/** The network of one path on its own, with the weights of the supernet. */
async function standAlone(supernet: Supernet): Promise<QueryModel> {
  const { space: same, path, size: side } = { space, path: [...supernet.path], size };
  const model = await createQueryModel(
    { kind: 'choiceNetwork', space: same, path, size: side },
    randomSource(9),
    { dimension },
  );
  const known = valuesOf(supernet);
  [...model.variables, ...model.state].forEach((variable, n) => {
    tf.tidy(() => variable.assign(tf.tensor(known.get(model.names[n])!, variable.shape)));
  });
  return model;
}

describe('a supernet', () => {
  test('embeds as the network of its path does on its own', async () => {
    const supernet = build();
    for (const path of [
      [0, 1, 1, 0],
      [1, 2, 0, 2],
      [1, 0, 1, 1],
    ]) {
      supernet.take(path);
      const alone = await standAlone(supernet);
      expectClose(embed(supernet, false), embed(alone, false), 1e-5);
      expect(supernet.flops).toBe(alone.flops);
      expect(supernet.config).toEqual(alone.config);
      alone.dispose();
    }
  });

  test('trains as the network of the drawn path does, running averages included', async () => {
    const supernet = build();
    // Averages that differ from their start, so that a wrong share of them would show.
    for (let n = 0; n < 3; n++) embed(supernet, true);
    const before = valuesOf(supernet);
    const found = embed(supernet, true);
    const copy = build(5);
    copy.take(supernet.path);
    [...copy.variables, ...copy.state].forEach((variable, n) => {
      tf.tidy(() => variable.assign(tf.tensor(before.get(copy.names[n])!, variable.shape)));
    });
    const alone = await standAlone(copy);
    expectClose(embed(alone, true), found, 1e-5);
    const after = valuesOf(supernet);
    for (const [name, values] of valuesOf(alone)) expectClose(after.get(name)!, values, 1e-4);
    alone.dispose();
  });

  test('draws a path in each training step, from its seed only, and all choices in the end', () => {
    const drawn = (seed: number): string[] => {
      const supernet = build(seed);
      return Array.from({ length: 40 }, () => {
        embed(supernet, true);
        return supernet.path.join('.');
      });
    };
    const [first, again, other] = [drawn(1), drawn(1), drawn(2)];
    expect(first).toEqual(again);
    expect(first).not.toEqual(other);
    for (const [block, choices] of [2, 3, 2, 3].entries()) {
      expect(new Set(first.map((path) => path.split('.')[block])).size).toBe(choices);
    }
  });

  test('moves the weights of the drawn path only', async () => {
    const supernet = build(3);
    const before = valuesOf(supernet);
    await trainQueryModel({
      model: supernet,
      loss: createLoss({ kind: 'featureRegression' }),
      source: pixelBatches(pixels, size, size),
      gallery: unitRows(rows, dimension, 2),
      training: trainingSchema.parse({ epochs: 1, batchSize: rows, learningRate: 0.02, warmupShare: 0 }),
      seed: 1,
    });
    const moved = [...valuesOf(supernet)].filter(
      ([name, values]) => !values.every((x, n) => x === before.get(name)![n]),
    );
    const alone = await standAlone(supernet);
    expect(moved.map(([name]) => name).sort()).toEqual([...alone.names].sort());
    expect(moved.length).toBeLessThan(supernet.names.length);
    alone.dispose();
    supernet.dispose();
  });

  test('frees all its variables', () => {
    const before = tf.memory().numTensors;
    const supernet = build();
    embed(supernet, true);
    supernet.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('refuses a path that the space does not have', () => {
    const supernet = build();
    expect(() => supernet.take([2, 0, 0, 0])).toThrow(/path\[0\]/);
    expect(supernet.path).toEqual([0, 0, 0, 0]);
  });
});

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
