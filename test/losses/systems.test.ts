import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { metricForms } from '../../src/losses/asymmetricMetric.js';
import { classificationError, trainClassifier } from '../../src/losses/cosineClassifier.js';
import { differentialTerms } from '../../src/losses/differentialDistillation.js';
import { createLoss } from '../../src/losses/createLoss.js';
import { createLossBatch } from '../../src/losses/lossBatch.js';
import type { Loss } from '../../src/losses/types.js';
import type { LossConfig } from '../../src/losses/registry.js';
import { mineTuples } from '../../src/losses/mineTuples.js';
import { subspaceCentroids } from '../../src/losses/subspaceCentroids.js';
import { randomSource } from '../../src/base/randomSource.js';
import { expectClose, list, unitRows } from '../helpers/tensors.js';
import { slowGradient } from './slowTwins.js';
import {
  dot,
  slowAbsoluteRelational,
  slowClassification,
  slowDifferential,
  slowListLikelihood,
  slowRelational,
  slowSmoothAveragePrecision,
  slowStructure,
  type Rows,
} from './slowSystems.js';

const t = [1, 0.8, 0.6, 0.5];
const s = [0.7, 0.75, 0.4, 0.45];
const [rows, columns] = [5, 8];

beforeAll(() => selectBackend());

/** Value and gradient `[B * D]` of a loss of the embeddings of a batch. */
function ofBatch(loss: Loss, query: tf.Tensor2D, gallery: tf.Tensor2D, anchors?: number[]) {
  return tf.tidy(() => {
    const run = tf.valueAndGrad((x) =>
      loss.compute(createLossBatch({ query: x as tf.Tensor2D, gallery, anchors })),
    );
    const { value, grad } = run(query);
    return { value: value.dataSync()[0], gradient: Array.from(grad.dataSync()) };
  });
}

/** Value and gradient of a loss of one ranking list. */
function ofList(config: LossConfig, query: number[], gallery: number[]) {
  return tf.tidy(() => {
    const loss = createLoss(config);
    const run = tf.valueAndGrad((x) =>
      loss.compute({
        query: x as tf.Tensor2D,
        gallery: x as tf.Tensor2D,
        lists: () => ({ query: x as tf.Tensor2D, gallery: tf.tensor2d([gallery]) }),
      }),
    );
    const { value, grad } = run(tf.tensor2d([query]));
    return { value: value.dataSync()[0], gradient: Array.from(grad.dataSync()) };
  });
}

/** A function of rows as one of their numbers in a line, for finite differences. */
const flat =
  (f: (x: Rows) => number) =>
  (values: number[]): number =>
    f(Array.from({ length: rows }, (_, b) => values.slice(b * columns, (b + 1) * columns)));

function expectTwin(
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

describe('losses of the embeddings of a batch equal their slow twins', () => {
  const query = () => unitRows(rows, columns, 1);
  const gallery = () => unitRows(rows, columns, 2);
  const numbers = (x: tf.Tensor2D): number[] => Array.from(x.dataSync());

  test('absolute and relational terms', () => {
    const config = { kind: 'absoluteRelational', asymmetricWeight: 0.7, symmetricWeight: 0.4 } as const;
    const g = gallery().arraySync();
    const slow = flat((q) => slowAbsoluteRelational(q, g, 0.7, 0.4));
    expectTwin(ofBatch(createLoss(config), query(), gallery()), slow, numbers(query()));
  });

  test('relational distillation, which does not see where the query space lies', () => {
    const loss = createLoss({ kind: 'relationalDistillation' });
    const g = gallery().arraySync();
    const slow = flat((q) => slowRelational(q, g, 25, 50));
    expectTwin(ofBatch(loss, query(), gallery()), slow, numbers(query()));
    expect(ofBatch(loss, tf.neg(gallery()), gallery()).value).toBeCloseTo(0, 5);
  });

  test('structure similarity', async () => {
    const loss = createLoss({ kind: 'structureSimilarity', subspaces: 2, centroids: 3, rounds: 4 });
    const training = unitRows(20, columns, 7);
    await loss.prepare!({ gallery: training });
    const random = randomSource(0, 'centroids');
    const centroids = subspaceCentroids(training, { subspaces: 2, centroids: 3, rounds: 4, random });
    const g = gallery().arraySync();
    const slow = flat((q) => slowStructure(q, g, centroids.arraySync(), 0.1));
    expectTwin(ofBatch(loss, query(), gallery()), slow, numbers(query()));
    expect(ofBatch(loss, gallery(), gallery()).value).toBeCloseTo(0, 5);
  });

  test.each([0, 0.15])('classification with the margin %d', (margin) => {
    const weights = unitRows(3, columns, 9);
    const classes = [0, 2, 1, 1, 0];
    const logits = { scale: 10, margin };
    const run = tf.valueAndGrad((x) =>
      classificationError(x as tf.Tensor2D, tf.mul(weights, 3), tf.tensor1d(classes, 'int32'), logits),
    )(query());
    const actual = { value: run.value.dataSync()[0], gradient: Array.from(run.grad.dataSync()) };
    const slow = flat((q) => slowClassification(q, weights.arraySync(), classes, 10, margin));
    expectTwin(actual, slow, numbers(query()));
  });
});

describe('losses of a ranking list equal their slow twins', () => {
  const [query, gallery] = [list(12, 1), list(12, 2, { sorted: true })];

  test('differential distillation, and its published terms', () => {
    const terms = differentialTerms({ query: tf.tensor2d([s]), gallery: tf.tensor2d([t]) });
    expect(50 * terms.feature.dataSync()[0]).toBeCloseTo(15, 5);
    expect(2 * terms.inconsistent.dataSync()[0]).toBeCloseTo(0.70710678, 5);
    expect(terms.consistent.dataSync()[0]).toBeCloseTo(0.23570226, 5);
    const actual = ofList({ kind: 'differentialDistillation', featureWeight: 3 }, query, gallery);
    const slow = (x: number[]): number => {
      const [feature, inconsistent, consistent] = slowDifferential(x, gallery);
      return 3 * feature + 2 * inconsistent + consistent;
    };
    expectTwin(actual, slow, query);
  });

  test('smooth average precision', () => {
    const config = { kind: 'smoothAveragePrecision', positives: 4, temperature: 0.1 } as const;
    const slow = (x: number[]): number => slowSmoothAveragePrecision(x, 4, 0.1);
    expectTwin(ofList(config, query, gallery), slow, query);
    expect(ofList({ ...config, temperature: 0.001 }, gallery, gallery).value).toBeCloseTo(0, 4);
  });

  test('likelihood of the list', () => {
    const slow = (x: number[]): number => slowListLikelihood(x, 5, 0.1);
    expectTwin(ofList({ kind: 'listLikelihood', topRows: 5, temperature: 0.1 }, query, gallery), slow, query);
  });
});

describe('compatible classification', () => {
  const labels = Int32Array.from({ length: 30 }, (_, n) => 10 * (n % 3));
  /** Rows near one of three directions. */
  const clustered = (): tf.Tensor2D =>
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

  test('the classifier of the gallery learns the classes and the same one each time', async () => {
    const x = clustered();
    const classes = { of: labels.map((l) => l / 10), count: 3 };
    const logits = { scale: 10, margin: 0.15 };
    const weights = await trainClassifier(x, classes, logits, 1);
    const found = tf.argMax(tf.matMul(x, weights, false, true), 1).dataSync();
    expect(Array.from(found)).toEqual(Array.from(classes.of));
    const again = await trainClassifier(x, classes, logits, 1);
    expect(again.dataSync()).toEqual(weights.dataSync());
  });

  test('classes are numbered from their labels, and only the own classifier is trained', async () => {
    const x = clustered();
    const loss = createLoss({ kind: 'compatibleClassification', galleryWeight: 2, ownWeight: 0 });
    await loss.prepare!({ gallery: x, labels });
    expect(loss.variables).toEqual([]);
    const anchors = [0, 1, 2, 3, 4];
    const own = tf.gather(x, tf.tensor1d(anchors, 'int32'));
    const mistaken = tf.gather(x, tf.tensor1d([1, 2, 3, 4, 5], 'int32'));
    expect(ofBatch(loss, own, own, anchors).value).toBeLessThan(
      ofBatch(loss, mistaken, own, anchors).value / 5,
    );
    const alone = createLoss({ kind: 'compatibleClassification', galleryWeight: 0 });
    await alone.prepare!({ gallery: x, labels });
    expect(alone.variables!.map((v) => v.shape)).toEqual([[3, columns]]);
  });

  test('without labels it says how to give them', async () => {
    const loss = createLoss({ kind: 'compatibleClassification' });
    await expect(loss.prepare!({ gallery: clustered() })).rejects.toThrow(
      /needs the labels[\s\S]*trainQueryModel/,
    );
    expect(() => ofBatch(loss, unitRows(2, columns, 1), unitRows(2, columns, 1))).toThrow(/prepare/);
  });
});

describe('asymmetric metric learning', () => {
  test.each([
    [1, 0.5, 0.125],
    [0, 0.5, 0.02],
    [0, 0.9, 0],
  ])('contrastive: y=%d at distance %d costs %d', (y, distance, cost) => {
    const similarity = 1 - distance ** 2 / 2;
    // The other member of the pair costs nothing: a positive at distance 0, or a negative far away.
    const pair = y === 1 ? [similarity, -1] : [1, similarity];
    expect(metricForms.contrastive(tf.tensor2d([pair]), 0.7).dataSync()[0]).toBeCloseTo(cost, 5);
  });

  test('triplet and multi-similarity are their formulas', () => {
    const [p, n1, n2] = [0.6, 0.5, -0.2];
    const pair = tf.tensor2d([[p, n1, n2]]);
    const d = (x: number): number => 2 - 2 * x;
    const triplet = Math.max(0, d(p) - d(n1) + 0.3) + Math.max(0, d(p) - d(n2) + 0.3);
    expect(metricForms.triplet(pair, 0.3).dataSync()[0]).toBeCloseTo(triplet, 5);
    const multi =
      Math.log(1 + Math.exp(-2 * (p - 0.5))) / 2 +
      Math.log(1 + Math.exp(40 * (n1 - 0.5)) + Math.exp(40 * (n2 - 0.5))) / 40;
    expect(metricForms.multiSimilarity(pair, 0.3).dataSync()[0]).toBeCloseTo(multi, 5);
  });

  test('mines a positive of the class and the hardest negatives, one of each class', async () => {
    const [q, g] = [unitRows(24, columns, 1), unitRows(24, columns, 2)];
    const classes = { of: Int32Array.from({ length: 24 }, (_, n) => n % 6), count: 6 };
    const random = randomSource(1, 'test');
    const { members } = await mineTuples(q.dataSync<'float32'>(), g, {
      classes,
      negatives: 3,
      pool: 24,
      random,
    });
    const [queries, items] = [q.arraySync(), g.arraySync()];
    for (let anchor = 0; anchor < 24; anchor++) {
      const [positive, ...negatives] = members.subarray(anchor * 4, anchor * 4 + 4);
      expect(positive % 6).toBe(anchor % 6);
      expect(positive).not.toBe(anchor);
      const best = [0, 1, 2, 3, 4, 5]
        .filter((c) => c !== anchor % 6)
        .map((c) => Math.max(...[0, 1, 2, 3].map((n) => dot(queries[anchor], items[c + 6 * n]))))
        .sort((a, b) => b - a)
        .slice(0, 3);
      expectClose(
        negatives.map((n) => dot(queries[anchor], items[n])),
        best,
        1e-6,
      );
    }
  });

  test('a class of one is its own positive, and too few classes repeat the hardest negative', async () => {
    const x = unitRows(3, columns, 1);
    const classes = { of: Int32Array.from([0, 1, 1]), count: 2 };
    const options = { classes, negatives: 2, pool: 3, random: randomSource(1, 'test') };
    const { members } = await mineTuples(x.dataSync<'float32'>(), x, options);
    expect(members[0]).toBe(0);
    expect(members[1]).toBe(members[2]);
    expect(members[4]).toBe(0);
  });

  test('the own gallery embedding is one more positive in the form contrastivePlus', async () => {
    const x = unitRows(6, columns, 1);
    const value = async (form: 'contrastive' | 'contrastivePlus'): Promise<number> => {
      const loss = createLoss({ kind: 'asymmetricMetric', form });
      await loss.prepare!({ gallery: x, labels: Int32Array.from([0, 0, 1, 1, 2, 2]) });
      // eslint-disable-next-line @typescript-eslint/require-await
      await loss.startEpoch!(1, async () => x.dataSync<'float32'>());
      return ofBatch(
        loss,
        tf.slice(unitRows(6, columns, 3), [0, 0], [2, columns]),
        tf.slice(x, [0, 0], [2, columns]),
        [0, 1],
      ).value;
    };
    const [q, g] = [unitRows(6, columns, 3).arraySync(), x.arraySync()];
    const own = (2 - dot(q[0], g[0]) - dot(q[1], g[1])) / 2;
    expect((await value('contrastivePlus')) - (await value('contrastive'))).toBeCloseTo(own, 5);
  });
});
