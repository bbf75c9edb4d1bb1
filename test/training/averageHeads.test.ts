import { Matrix, SVD } from 'ml-matrix';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { randomSource } from '../../src/base/randomSource.js';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { createQueryModel } from '../../src/models/createQueryModel.js';
import { describeFeatures } from '../../src/models/describeFeatures.js';
import type { QueryModel } from '../../src/models/queryModel.js';
import { averageHeads } from '../../src/training/averageHeads.js';
import { headMapOf } from '../../src/training/headMap.js';
import { expectClose, list, unitRows } from '../helpers/tensors.js';

const [pictures, inputs, dimension] = [30, 6, 5];
const values = list(pictures * inputs, 1, { low: -1, high: 2 });

beforeAll(() => selectBackend());

function head(bottleneck: number | 'full', seed: number): Promise<QueryModel> {
  const rows = Array.from({ length: pictures }, (_, n) => n);
  const features = describeFeatures(
    { data: Float32Array.from(values), rows: pictures, columns: inputs },
    rows,
    0,
  );
  return createQueryModel({ kind: 'head', bottleneck }, randomSource(seed, 'weights'), {
    dimension,
    features,
  });
}

/** The standardised features in float64. */
function slowStandardised(): number[][] {
  const unit = Array.from({ length: pictures }, (_, n) => {
    const row = values.slice(n * inputs, (n + 1) * inputs);
    return row.map((x) => x / Math.hypot(...row));
  });
  const columns = unit[0].map((_, c) => unit.map((row) => row[c]));
  const means = columns.map((column) => column.reduce((a, b) => a + b, 0) / pictures);
  const deviations = columns.map((column, c) =>
    Math.sqrt(column.reduce((sum, x) => sum + (x - means[c]) ** 2, 0) / pictures),
  );
  return unit.map((row) => row.map((x, c) => (x - means[c]) / deviations[c]));
}

/** The map of a head and its bias, multiplied out in float64. */
function slowMap({ variables, names }: QueryModel): { weights: Matrix; bias: Matrix } {
  const of = (name: string): Matrix => {
    const value = variables[names.indexOf(name)].arraySync() as number[] | number[][];
    return new Matrix(Array.isArray(value[0]) ? (value as number[][]) : [value as number[]]);
  };
  if (!names.includes('bottleneck.kernel')) return { weights: of('linear.kernel'), bias: of('linear.bias') };
  return {
    weights: of('bottleneck.kernel').mmul(of('linear.kernel')),
    bias: of('bottleneck.bias').mmul(of('linear.kernel')).add(of('linear.bias')),
  };
}

/** The mean of maps, of which a singular value decomposition of the fitted values keeps the part of rank r. */
function slowMean(members: QueryModel[], rank: number): { weights: Matrix; bias: Matrix } {
  const maps = members.map(slowMap);
  const mean = (of: 'weights' | 'bias'): Matrix =>
    maps
      .map((map) => map[of].clone())
      .reduce((a, b) => a.add(b))
      .div(members.length);
  const weights = mean('weights');
  const axes = new SVD(new Matrix(slowStandardised()).mmul(weights)).rightSingularVectors;
  const kept = axes.subMatrix(0, dimension - 1, 0, rank - 1);
  return { weights: weights.mmul(kept).mmul(kept.transpose()), bias: mean('bias') };
}

describe('the mean of heads', () => {
  test.each<[number | 'full', number]>([
    ['full', dimension],
    [2, 2],
    [3, 3],
  ])('of bottleneck %s is the best of that rank, as a slow twin finds it', async (bottleneck, rank) => {
    const members = [await head(bottleneck, 1), await head(bottleneck, 2), await head(bottleneck, 3)];
    // A bias that training would have moved.
    for (const [n, member] of members.entries()) {
      const at = member.names.findIndex((name) => name.endsWith('bias'));
      const { shape } = member.variables[at];
      member.variables[at].assign(tf.tensor(list(shape[0], 40 + n), shape));
    }
    const model = await head(bottleneck, 9);
    const features = tf.tensor2d(values, [pictures, inputs]);
    const before = tf.memory().numTensors;
    await averageHeads(model, members, features);
    expect(tf.memory().numTensors).toBe(before);
    const expected = slowMean(members, rank);
    const fitted = (weights: Matrix): number[] => new Matrix(slowStandardised()).mmul(weights).to1DArray();
    const found = slowMap(model);
    expectClose(fitted(found.weights), fitted(expected.weights), 1e-5);
    expectClose(found.bias.to1DArray(), expected.bias.to1DArray(), 1e-6);
  });

  test('embeds where the unscaled embeddings of its members have their mean', async () => {
    const members = [await head('full', 1), await head('full', 2)];
    const model = await head('full', 9);
    const features = tf.tensor2d(values, [pictures, inputs]);
    await averageHeads(model, members, features);
    const means = new Matrix(slowStandardised()).mmul(slowMean(members, dimension).weights).to2DArray();
    const embedded = tf.tidy(() => model.embed(features, { training: false }).dataSync());
    expectClose(
      embedded,
      means.flatMap((row) => row.map((x) => x / Math.hypot(...row))),
      1e-5,
    );
  });

  test('is refused of other query models', async () => {
    const model = await createQueryModel({ kind: 'smallCnn', width: 0.25 }, randomSource(1), { dimension });
    expect(() => headMapOf(model)).toThrow(/averagedSeeds[\s\S]*query\.kind: head[\s\S]*smallCnn/);
    await expect(averageHeads(model, [model], unitRows(3, dimension, 1))).rejects.toThrow(/smallCnn/);
  });
});
