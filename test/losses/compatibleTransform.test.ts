import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { searchingModel } from '../../src/experiments/searchingModel.js';
import { trainClassifier } from '../../src/losses/cosineClassifier.js';
import { createLoss } from '../../src/losses/createLoss.js';
import { createLossBatch } from '../../src/losses/lossBatch.js';
import type { Loss } from '../../src/losses/types.js';
import { createQueryModel } from '../../src/models/createQueryModel.js';
import { randomSource } from '../../src/base/randomSource.js';
import { expectClose, list, unitRows } from '../helpers/tensors.js';
import { dot, slowClassification, type Rows } from './slowBatchLosses.js';
import { slowGradient } from './slowTwins.js';

// An odd dimension, of which the hidden layer has half, rounded down.
const [columns, hidden, pictures] = [7, 3, 24];
const labels = Int32Array.from({ length: pictures }, (_, n) => 5 * (n % 3));
const anchors = [3, 1, 8, 20];
const classes = anchors.map((anchor) => anchor % 3);
const config = {
  kind: 'compatibleTransform',
  galleryWeight: 0.7,
  alignmentWeight: 3,
  scale: 8,
  ownMargin: 0.1,
  galleryMargin: 0.3,
} as const;

beforeAll(() => selectBackend());

let gallery: tf.Tensor2D;
beforeEach(() => {
  gallery = unitRows(pictures, columns, 4);
});

/** Own classifier, narrow, slope and widen, in the order of the loss's variables. */
const shapes = [
  [3, columns],
  [columns, hidden],
  [1, hidden],
  [hidden, columns],
];

async function prepared(seed = 2): Promise<Loss> {
  const loss = createLoss(config, { seed });
  await loss.prepare!({ gallery, labels });
  return loss;
}

/** A loss whose variables are far from their start, where every part of the formula counts. */
async function lively(): Promise<Loss> {
  const loss = await prepared();
  loss.variables!.forEach((v, n) => v.assign(tf.tensor(list(v.size, 30 + n, { low: -0.8 }), v.shape)));
  return loss;
}

const unit = (x: number[]): number[] => x.map((value) => value / Math.sqrt(dot(x, x)));

function slowTransform(x: number[], narrow: Rows, slope: number[], widen: Rows): number[] {
  const inner = slope.map((a, h) => {
    const sum = x.reduce((total, value, d) => total + value * narrow[d][h], 0);
    return sum > 0 ? sum : a * sum;
  });
  return unit(x.map((value, d) => value + inner.reduce((sum, y, h) => sum + y * widen[h][d], 0)));
}

function slowLoss(q: Rows, [own, narrow, [slope], widen]: Rows[], frozen: Rows): number {
  const mapped = (x: number[]): number[] => slowTransform(x, narrow, slope, widen);
  const gaps = own.map((w, c) => {
    const old = unit(frozen[c]);
    return Math.sqrt(mapped(unit(w)).reduce((sum, value, d) => sum + (value - old[d]) ** 2, 0));
  });
  return (
    slowClassification(q, own, classes, 8, 0.1) +
    0.7 * slowClassification(q.map(mapped), frozen, classes, 8, 0.3) +
    (3 * gaps.reduce((a, b) => a + b, 0)) / gaps.length
  );
}

/** Cuts a line of numbers into the query embeddings and the variables. */
function cut(values: number[]): Rows[] {
  let at = 0;
  return [[anchors.length, columns], ...shapes].map(([rows, width]) =>
    Array.from({ length: rows }, () => values.slice(at, (at += width))),
  );
}

describe('the learned compatible transform', () => {
  test('equals its slow twin, with the gradients in the query embeddings and in its own variables', async () => {
    const loss = await lively();
    const numbered = { of: labels.map((label) => label / 5), count: 3 };
    const frozen = (await trainClassifier(gallery, numbered, { scale: 8, margin: 0.3 }, 2)).arraySync();
    const query = tf.variable(unitRows(anchors.length, columns, 6));
    const all = [query, ...loss.variables!];
    const { value, grads } = tf.variableGrads(
      () => loss.compute(createLossBatch({ query: query, gallery: query, anchors })),
      all,
    );
    const at = all.flatMap((variable) => Array.from(variable.dataSync()));
    const slow = (values: number[]): number => {
      const [q, ...variables] = cut(values);
      return slowLoss(q, variables, frozen);
    };
    expect(value.dataSync()[0]).toBeCloseTo(slow(at), 4);
    const expected = slowGradient(slow, at);
    const actual = all.flatMap(({ name }) => Array.from(grads[name].dataSync()));
    const largest = Math.max(...expected.map(Math.abs));
    expectClose(actual, expected, 5e-4 * largest);
    // No part is so flat that any gradient would pass.
    let first = 0;
    for (const { size } of all) {
      const steepest = Math.max(...expected.slice(first, (first += size)).map(Math.abs));
      expect(steepest).toBeGreaterThan(0.01 * largest);
    }
  });

  test('is what queries are searched with, and its weights and operations are counted', async () => {
    const loss = await lively();
    const transform = loss.queryTransform!;
    const { parameterCount, flops } = transform;
    const [, narrow, slope, widen] = loss.variables!.map((variable) => variable.arraySync());
    const x = unitRows(5, columns, 8);
    const expected = x
      .arraySync()
      .flatMap((row) => slowTransform(row, narrow as Rows, slope as number[], widen as Rows));
    expectClose(
      tf.tidy(() => transform.apply(x).dataSync()),
      expected,
      1e-6,
    );
    expect(parameterCount).toBe(columns * hidden + hidden + hidden * columns);
    expect(flops).toBe(2 * (columns * hidden + hidden * columns));

    const model = await createQueryModel({ kind: 'smallCnn', width: 0.25 }, randomSource(1), {
      dimension: columns,
    });
    const searching = searchingModel(model, loss.queryTransform);
    expect(searching.parameterCount).toBe(model.parameterCount + parameterCount);
    expect(searching.flops).toBe(model.flops + flops);
    const pixels = tf.randomUniform([2, 32, 32, 3], 0, 255, 'float32', 1);
    const embed = (by: typeof model): Float32Array =>
      tf.tidy(() => by.embed(pixels, { training: false }).dataSync<'float32'>());
    const plain = tf.tensor2d(embed(model), [2, columns]);
    expectClose(
      embed(searching),
      tf.tidy(() => transform.apply(plain).dataSync()),
      1e-6,
    );
    expect(searchingModel(model, undefined)).toBe(model);
  });

  test('starts near the identity, from class means, and the same for the same seed only', async () => {
    const [first, again, other] = [await prepared(2), await prepared(2), await prepared(3)];
    const values = (loss: Loss): Float32Array[] => loss.variables!.map((v) => v.dataSync<'float32'>());
    expect(values(again)).toEqual(values(first));
    expect(values(other)[1]).not.toEqual(values(first)[1]);
    const x = unitRows(6, columns, 9);
    expectClose(
      tf.tidy(() => first.queryTransform!.apply(x).dataSync()),
      x.dataSync(),
      0.05,
    );
    const rows = gallery.arraySync();
    const means = [0, 1, 2].flatMap((c) =>
      rows[0].map((_, d) => rows.reduce((sum, row, n) => (n % 3 === c ? sum + row[d] / 8 : sum), 0)),
    );
    expectClose(values(first)[0], means, 1e-6);
  });

  test('frees what it learnt, prepared twice or not at all', async () => {
    const before = tf.memory().numTensors;
    const loss = await prepared();
    await loss.prepare!({ gallery, labels });
    tf.tidy(() => void loss.queryTransform!.apply(gallery));
    loss.dispose!();
    expect(tf.memory().numTensors).toBe(before);
    expect([loss.variables, loss.queryTransform]).toEqual([[], undefined]);
    createLoss(config).dispose!();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('says what is missing', async () => {
    const compute = (loss: Loss): unknown =>
      tf.tidy(() => loss.compute(createLossBatch({ query: gallery, gallery })));
    expect(() => compute(createLoss(config))).toThrow(/no prepared classes[\s\S]*trainQueryModel/);
    const loss = await prepared();
    expect(() => compute(loss)).toThrow(/a batch without anchors[\s\S]*trainQueryModel/);
    await expect(createLoss(config).prepare!({ gallery })).rejects.toThrow(/needs the labels/);
    expect(() => createLoss({ ...config, ownMargin: 2 })).toThrow(/ownMargin/);
    expect(() => createLoss({ ...config, bottleneck: 3 })).toThrow(/bottleneck/);
  });

  test('a weighted sum passes the transform and its variables on', async () => {
    const sum = createLoss(
      [
        { weight: 2, loss: { kind: 'featureRegression' } },
        { weight: 0.5, loss: config },
      ],
      { seed: 2 },
    );
    expect(sum.queryTransform).toBeUndefined();
    await sum.prepare!({ gallery, labels });
    const alone = await prepared();
    expect(sum.variables!.map((v) => v.dataSync())).toEqual(alone.variables!.map((v) => v.dataSync()));
    const x = unitRows(5, columns, 8);
    const mapped = (loss: Loss): Float32Array =>
      tf.tidy(() => loss.queryTransform!.apply(x).dataSync<'float32'>());
    expect(mapped(sum)).toEqual(mapped(alone));
    expect(sum.queryTransform!.flops).toBe(alone.queryTransform!.flops);
  });
});
