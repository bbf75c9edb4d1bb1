import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { createQueryModel } from '../../src/models/createQueryModel.js';
import { hasWeights } from '../../src/models/weightFiles.js';
import type { QueryModel } from '../../src/models/queryModel.js';
import type { QueryModelConfigInput } from '../../src/models/queryModelConfig.js';
import { randomSource } from '../../src/base/randomSource.js';

beforeAll(async () => {
  await selectBackend();
});

const dimension = 10;
const features = {
  mean: Float32Array.from({ length: 6 }, (_, i) => 0.1 * i),
  deviation: new Float32Array(6).fill(0.5),
  flops: 1000,
};
const build = (config: QueryModelConfigInput, seed = 0) =>
  createQueryModel(config, randomSource(seed, 'weights'), { dimension, features });

function batchFor({ input }: QueryModel, rows: number, seed = 1): tf.Tensor {
  const random = randomSource(seed, 'batch');
  const shape = input.kind === 'features' ? [rows, input.dimension] : [rows, input.size, input.size, 3];
  const length = shape.reduce((product, size) => product * size, 1);
  const values = Float32Array.from({ length }, () =>
    input.kind === 'features' ? random.normal() : random.integer(256),
  );
  return tf.tensor(values, shape);
}

const normOf = (x: tf.Tensor) => tf.tidy(() => tf.norm(x).dataSync()[0]);

const configs: [string, QueryModelConfigInput, boolean][] = [
  ['a head with bottleneck', { kind: 'head', bottleneck: 3 }, true],
  ['a full linear head', { kind: 'head', bottleneck: 'full' }, true],
  ['a small CNN', { kind: 'smallCnn', width: 0.5 }, true],
  ['a small CNN with GeM', { kind: 'smallCnn', width: 0.25, pooling: 'gem' }, true],
  ['a narrow MobileNetV2', { kind: 'mobileNetV2', size: 32, width: 0.25, pretrained: false }, true],
  ['a ShuffleNetV2', { kind: 'shuffleNetV2', width: 0.5, size: 64, head: { channels: 12 } }, true],
  ['a MobileNetV3', { kind: 'mobileNetV3Small', size: 64, pooling: 'gem' }, true],
  ['a pretrained MobileNetV2', { kind: 'mobileNetV2', size: 32 }, hasWeights('mobileNetV2')],
  ['a pretrained SqueezeNet', { kind: 'squeezeNet', size: 48 }, hasWeights('squeezeNet')],
];

describe('query models', () => {
  for (const [what, config, present] of configs) {
    test.skipIf(!present)(`${what} embeds to unit rows, trains, and leaves no tensors behind`, async () => {
      const before = tf.memory().numTensors;
      const model = await build(config);
      expect(model.names.length).toBe(model.variables.length + model.state.length);
      expect(new Set(model.names).size).toBe(model.names.length);
      expect(model.parameterCount).toBe(model.variables.reduce((sum, { size }) => sum + size, 0));
      const batch = batchFor(model, 6);
      const random = randomSource(0, 'dropout');
      const target = tf.tidy(() =>
        tf.softmax(
          tf.tensor2d(
            Float32Array.from({ length: 60 }, () => random.normal()),
            [6, 10],
          ),
        ),
      );
      const lossOf = () =>
        tf.tidy(() =>
          tf.mean<tf.Scalar>(tf.squaredDifference(model.embed(batch, { training: true, random }), target)),
        );
      const optimizer = tf.train.adam(model.input.kind === 'features' ? 3e-2 : 3e-3);
      const losses = Array.from({ length: 8 }, () => {
        const loss = optimizer.minimize(lossOf, true, model.variables)!;
        const value = loss.dataSync()[0];
        loss.dispose();
        return value;
      });
      expect(losses.at(-1)!).toBeLessThan(0.9 * losses[0]);
      const rows = tf.tidy(() => model.embed(batch, { training: false }).norm('euclidean', 1).dataSync());
      rows.forEach((norm) => expect(norm).toBeCloseTo(1, 5));
      optimizer.dispose();
      tf.dispose([batch, target]);
      model.dispose();
      expect(tf.memory().numTensors).toBe(before);
    });
  }

  test.each<QueryModelConfigInput>([
    { kind: 'smallCnn', width: 0.25 },
    { kind: 'head', bottleneck: 2, dropout: 0.1 },
    { kind: 'mobileNetV2', size: 96, width: 0.1, pretrained: false },
  ])('have the gradient that finite differences show: %j', async (config) => {
    const model = await build(config, 3);
    const batch = batchFor(model, 4);
    const random = randomSource(5, 'direction');
    const normals = (shape: number[]) =>
      tf.tensor(
        Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal()),
        shape,
      );
    const weights = normals([4, dimension]);
    const loss = () =>
      tf.tidy(() => {
        const embeddings = model.embed(batch, { training: true, random: randomSource(9, 'mask') });
        return tf.sum<tf.Scalar>(tf.mul(embeddings, weights));
      });
    const { grads, value } = tf.variableGrads(loss, model.variables);
    const gradients = model.variables.map(({ name }) => grads[name]);
    const total = Math.hypot(...gradients.map(normOf));
    // The gradient plus noise of comparable size in every variable, so that none can be missing unnoticed.
    const directions = gradients.map((gradient) =>
      tf.tidy(() => {
        const noise = normals(gradient.shape);
        return tf.add(gradient, tf.mul(noise, (normOf(gradient) + 0.1 * total) / normOf(noise)));
      }),
    );
    const expected = gradients.reduce(
      (sum, gradient, i) => sum + tf.tidy(() => tf.sum(tf.mul(gradient, directions[i])).dataSync()[0]),
      0,
    );
    const move = (step: number) =>
      tf.tidy(() => model.variables.forEach((v, i) => v.assign(tf.add(v, tf.mul(directions[i], step)))));
    // Moves the loss by about 0.01 each way: above the rounding of float32, which deep networks amplify.
    const step = 1e-2 / Math.abs(expected);
    const at = (position: number) => {
      move(position);
      const result = tf.tidy(() => loss().dataSync()[0]);
      move(-position);
      return result;
    };
    const measured = (at(step) - at(-step)) / (2 * step);
    expect(Math.abs(measured / expected - 1)).toBeLessThan(0.02);
    tf.dispose([value, grads, directions, weights, batch]);
    model.dispose();
  });

  test('use running averages in inference and move them in training only', async () => {
    const model = await build({ kind: 'smallCnn', width: 0.25 });
    const batch = batchFor(model, 8);
    const snapshot = () => model.state.map((variable) => [...variable.dataSync()]);
    const first = snapshot();
    const inference = () => [...tf.tidy(() => model.embed(batch, { training: false }).dataSync())];
    const one = inference();
    expect(snapshot()).toEqual(first);
    tf.tidy(() => model.embed(batch, { training: true }));
    expect(snapshot()).not.toEqual(first);
    expect(inference()).not.toEqual(one);
    model.dispose();
    batch.dispose();
  });

  test('are the same for the same seed and others for another', async () => {
    const weightsOf = async (seed: number) => {
      const model = await build({ kind: 'smallCnn', width: 0.25 }, seed);
      const values = model.variables.map((variable) => [...variable.dataSync()]);
      model.dispose();
      return values;
    };
    expect(await weightsOf(4)).toEqual(await weightsOf(4));
    expect(await weightsOf(4)).not.toEqual(await weightsOf(5));
  });

  test('count the weights and operations of the setting that the experiments use', async () => {
    const small = await createQueryModel({ kind: 'smallCnn' }, randomSource(0), { dimension: 1280 });
    expect(small.parameterCount).toBe(70_764 + 72 * 1280 + 1280);
    expect(small.flops).toBe(2 * (4_810_752 + 72 * 1280));
    small.dispose();
    const head = await build({ kind: 'head', bottleneck: 3 });
    expect(head.parameterCount).toBe(6 * 3 + 3 + 3 * 10 + 10);
    expect(head.flops).toBe(1000 + 2 * (6 * 3 + 3 * 10));
    head.dispose();
  });

  test('refuse wrong configurations', async () => {
    await expect(build({ kind: 'smallCnn', size: 16 })).rejects.toThrow(/size/);
    await expect(build({ kind: 'smallCnn', widht: 1 })).rejects.toThrow(/widht/);
    await expect(build({ kind: 'mobileNetV2', width: 0.5 })).rejects.toThrow(/no pretrained weights/);
    await expect(build({ kind: 'resNet18', size: 513 })).rejects.toThrow(/size/);
    await expect(build({ kind: 'shuffleNetV2', width: 2 })).rejects.toThrow(/width/);
    await expect(build({ kind: 'resNet34' })).rejects.toThrow(/kind/);
    await expect(build({ kind: 'resNet18', head: { width: 3 } })).rejects.toThrow(/width/);
    await expect(createQueryModel({ kind: 'head' }, randomSource(0), { dimension })).rejects.toThrow(
      /features/,
    );
  });
});
