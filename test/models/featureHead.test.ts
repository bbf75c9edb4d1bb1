import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { embeddingMatrix } from '../../src/vectors/embeddingMatrix.js';
import { createQueryModel } from '../../src/models/createQueryModel.js';
import { describeFeatures } from '../../src/models/describeFeatures.js';
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

describe('a head', () => {
  test('computes L2, standardisation, the linear layers and L2, as by hand', async () => {
    const model = await build({ kind: 'head', bottleneck: 'full' });
    const [kernel, bias] = model.variables.map((variable) => [...variable.dataSync()]);
    const input = [3, 0, 4, 0, 0, 0];
    const standard = input.map((value, i) => (value / 5 - features.mean[i]) / 0.5);
    const output = Array.from({ length: dimension }, (_, d) =>
      standard.reduce((sum, value, i) => sum + value * kernel[i * dimension + d], bias[d]),
    );
    const norm = Math.hypot(...output);
    const result = tf.tidy(() => model.embed(tf.tensor2d([input]), { training: false }).dataSync());
    result.forEach((value, d) => expect(value).toBeCloseTo(output[d] / norm, 5));
    model.dispose();
  });

  test('drops features by a seeded mask in training only', async () => {
    const model = await build({ kind: 'head', bottleneck: 'full', dropout: 0.5 });
    const random = randomSource(1, 'batch');
    const batch = tf.tensor2d(
      Array.from({ length: 24 }, () => random.normal()),
      [4, 6],
    );
    const embed = (seed: number) => [
      ...tf.tidy(() => model.embed(batch, { training: true, random: randomSource(seed) }).dataSync()),
    ];
    expect(embed(1)).toEqual(embed(1));
    expect(embed(1)).not.toEqual(embed(2));
    expect(() => tf.tidy(() => model.embed(batch, { training: true }))).toThrow(/random/);
    batch.dispose();
    model.dispose();
  });

  test('stands on the mean and deviation of the unit vectors of the fit rows only', () => {
    const matrix = embeddingMatrix(Float32Array.from([3, 4, 100, 0, 0, -2]), 3, 2);
    const { mean, deviation } = describeFeatures(matrix, [0, 2], 7);
    expect(mean[0]).toBeCloseTo(0.3, 6);
    expect(mean[1]).toBeCloseTo(-0.1, 6);
    expect(deviation[0]).toBeCloseTo(0.3, 6);
    expect(deviation[1]).toBeCloseTo(0.9, 6);
  });
});
