import { rmSync } from 'node:fs';
import { Matrix, solve, SVD } from 'ml-matrix';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { openDataset } from '../../src/datasets/openDataset.js';
import { labelsOf } from '../../src/datasets/splitLabels.js';
import { runExperiment } from '../../src/experiments/runExperiment.js';
import { runRecordSchema } from '../../src/experiments/runRecord.js';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import { createQueryModel } from '../../src/models/createQueryModel.js';
import { describeFeatures } from '../../src/models/describeFeatures.js';
import { hasWeights } from '../../src/models/weightFiles.js';
import type { QueryModel } from '../../src/models/queryModel.js';
import { randomSource } from '../../src/base/randomSource.js';
import { settings } from '../../src/study/plan/settings.js';
import { solveHead } from '../../src/training/solveHead.js';
import { expectClose, list, unitRows } from '../helpers/tensors.js';

const [pictures, inputs, dimension, ridge] = [24, 6, 5, 0.05];

beforeAll(() => selectBackend());

/** Stored features `[pictures * crops, inputs]` of any length, and gallery embeddings that depend on them in part. */
function data(crops: number): { features: number[][]; gallery: number[][] } {
  const values = list(pictures * crops * inputs, 1, { low: -1, high: 2 });
  const features = Array.from({ length: pictures * crops }, (_, n) =>
    values.slice(n * inputs, (n + 1) * inputs),
  );
  const noise = unitRows(pictures, dimension, 2).arraySync();
  const gallery = noise.map((row, n) => {
    const mixed = row.map(
      (x, d) => 0.5 * x + features[n * crops][d] - 0.4 * features[n * crops][(d + 1) % inputs],
    );
    return mixed.map((x) => x / Math.hypot(...mixed));
  });
  return { features, gallery };
}

/** The standardised features and the targets of each crop, in float64. */
function problem(features: number[][], gallery: number[][], crops: number) {
  const unit = features.map((row) => row.map((x) => x / Math.hypot(...row)));
  const meanOf = (rows: number[][]): number[] =>
    rows[0].map((_, c) => rows.reduce((sum, row) => sum + row[c], 0) / rows.length);
  const mean = meanOf(unit);
  const variance = meanOf(unit.map((row) => row.map((x, c) => (x - mean[c]) ** 2)));
  const x = unit.map((row) => row.map((value, c) => (value - mean[c]) / Math.sqrt(variance[c])));
  const centre = meanOf(gallery);
  const y = features.map((_, n) => gallery[Math.floor(n / crops)].map((value, d) => value - centre[d]));
  return { x, y, centre };
}

/** Normal equations, sum by sum. @returns `[inputs, dimension]` */
function slowRidge(x: number[][], y: number[][]): Matrix {
  const sums = (a: number[][], b: number[][]): Matrix =>
    new Matrix(a[0].map((_, i) => b[0].map((__, j) => a.reduce((sum, row, n) => sum + row[i] * b[n][j], 0))));
  const penalty = Matrix.eye(inputs, inputs, x.length * ridge);
  return solve(Matrix.add(sums(x, x), penalty), sums(x, y));
}

/** Of the fitted values, penalty rows included, the part of rank r that a singular value decomposition keeps. */
function slowReducedRank(x: number[][], y: number[][], rank: number): Matrix {
  const weights = slowRidge(x, y);
  const penalty = Matrix.eye(inputs, inputs, Math.sqrt(x.length * ridge)).to2DArray();
  const axes = new SVD(new Matrix([...x, ...penalty]).mmul(weights)).rightSingularVectors;
  const kept = axes.subMatrix(0, dimension - 1, 0, rank - 1);
  return weights.mmul(kept).mmul(kept.transpose());
}

async function solved(bottleneck: number | 'full', crops = 1) {
  const { features, gallery } = data(crops);
  const flat = Float32Array.from(features.flat());
  const rows = Array.from({ length: features.length }, (_, n) => n);
  const model = await createQueryModel({ kind: 'head', bottleneck }, randomSource(1), {
    dimension,
    features: describeFeatures({ data: flat, rows: features.length, columns: inputs }, rows, 0),
  });
  const [x, y] = [tf.tensor2d(features), tf.tensor2d(gallery)];
  const before = tf.memory().numTensors;
  await solveHead(model, { features: x, crops, gallery: y, ridge });
  expect(tf.memory().numTensors).toBe(before);
  return { model, input: x, ...problem(features, gallery, crops) };
}

/** Weights `[inputs, dimension]` of all linear layers of a head together, and its bias. */
function linearMap({ variables, names }: QueryModel): { weights: Matrix; bias: number[] } {
  const value = (name: string): number[] | number[][] =>
    variables[names.indexOf(name)].arraySync() as number[] | number[][];
  const kernels = names
    .filter((name) => name.endsWith('kernel'))
    .map((name) => new Matrix(value(name) as number[][]));
  const bias = names.includes('bottleneck.bias') ? (value('bottleneck.bias') as number[]) : [0];
  expect(bias.every((b) => b === 0)).toBe(true);
  return { weights: kernels.reduce((a, b) => a.mmul(b)), bias: value('linear.bias') as number[] };
}

describe('a head in closed form', () => {
  test.each([1, 3])('equals the normal equations in float64, with %d crops a picture', async (crops) => {
    const { model, x, y, centre } = await solved('full', crops);
    const { weights, bias } = linearMap(model);
    expectClose(weights.to1DArray(), slowRidge(x, y).to1DArray(), 1e-5);
    expectClose(bias, centre, 1e-6);
  });

  test.each([
    [1, 1],
    [2, 1],
    [2, 3],
    [4, 2],
  ])('under a bottleneck of %d with %d crops fits as well as that rank can', async (rank, crops) => {
    const { model, x, y, centre } = await solved(rank, crops);
    const { weights, bias } = linearMap(model);
    const best = slowReducedRank(x, y, rank);
    const fitted = new Matrix(x).mmul(weights);
    expectClose(fitted.to1DArray(), new Matrix(x).mmul(best).to1DArray(), 1e-5);
    expectClose(bias, centre, 1e-6);
    // The bottleneck costs something here, so that the rank is really asked for.
    const full = new Matrix(x).mmul(slowRidge(x, y));
    expect(Matrix.sub(fitted, full).norm()).toBeGreaterThan(0.01);
  });

  test('a bottleneck that is wider than the gallery embeddings changes nothing', async () => {
    const { model, x, y } = await solved(dimension + 2);
    expectClose(linearMap(model).weights.to1DArray(), slowRidge(x, y).to1DArray(), 1e-5);
  });

  test('embeds as it was solved: fitted values and the mean, scaled to length one', async () => {
    const { model, input, x, y, centre } = await solved(2, 3);
    const fitted = new Matrix(x).mmul(slowReducedRank(x, y, 2)).to2DArray();
    const expected = fitted.flatMap((row) => {
      const raw = row.map((value, d) => value + centre[d]);
      return raw.map((value) => value / Math.hypot(...raw));
    });
    expectClose(
      tf.tidy(() => model.embed(input, { training: false }).dataSync()),
      expected,
      1e-5,
    );
  });

  test('is refused by query models that are not heads', async () => {
    const model = await createQueryModel({ kind: 'smallCnn', width: 0.25 }, randomSource(1), { dimension });
    const before = model.variables.map((variable) => variable.dataSync());
    const gallery = unitRows(3, dimension, 1);
    await expect(solveHead(model, { features: gallery, crops: 1, gallery, ridge })).rejects.toThrow(
      /as a matrix[\s\S]*query\.kind: head[\s\S]*smallCnn/,
    );
    expect(model.variables.map((variable) => variable.dataSync())).toEqual(before);
  });
});

const made: string[] = [];
afterAll(() =>
  made.forEach((runId) => rmSync(workspacePath('data', 'cache', 'runs', `${runId}.json`), { force: true })),
);

describe.skipIf(!hasWeights('efficientNetLite2') || !hasWeights('mobileNetV2'))('a run with ridge', () => {
  test('finds pictures of unseen classes without any training step', async () => {
    const { record, manifest } = await runExperiment({
      ...settings['emoji-small'],
      method: 'ridge',
      loss: { kind: 'featureRegression' },
      ridge: 0.0123,
      seed: 103,
    });
    made.push(record.runId);
    expect(runRecordSchema.parse(record)).toEqual(record);
    expect([manifest.losses, manifest.trajectory]).toEqual([[], []]);
    expect(manifest.config.ridge).toBe(0.0123);
    const dataset = await openDataset('emoji-small');
    const { queries, gallery } = dataset.splits.unseen;
    const found = labelsOf(dataset, gallery);
    const shares = Array.from(
      labelsOf(dataset, queries),
      (label) => found.filter((other) => other === label).length / found.length,
    );
    const chance = (100 * shares.reduce((a, b) => a + b, 0)) / shares.length;
    expect(record.mapAsymmetric).toBeGreaterThan(4 * chance);
    expect(record.mapAsymmetric).toBeLessThan(record.mapSymmetricGallery);
  }, 600_000);
});
