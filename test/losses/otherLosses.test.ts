import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { createLoss } from '../../src/losses/createLoss.js';
import { createLossBatch } from '../../src/losses/lossBatch.js';
import { isotonicStress } from '../../src/losses/isotonicSimilarityPreservation.js';
import { softmaxDivergence } from '../../src/losses/contextualSimilarityDistillation.js';
import { softRanks } from '../../src/losses/rankMatching.js';
import type { LossBatch } from '../../src/losses/types.js';
import type { LossConfig } from '../../src/losses/registry.js';
import { expectClose, list, unitRows } from '../helpers/tensors.js';
import { slowGradient, slowIsotonic, slowSoftmaxDivergence, slowSoftRanks } from './slowTwins.js';

const t = [1, 0.8, 0.6, 0.5];
const s = [0.7, 0.75, 0.4, 0.45];

beforeAll(() => selectBackend());

/** A batch whose ranking lists are given, for losses that look at nothing else. */
function listBatch(query: tf.Tensor2D, gallery: tf.Tensor2D): LossBatch {
  return { query, gallery: query, lists: () => ({ query, gallery }) };
}

function ofLists(config: LossConfig, query: number[], gallery: number[]) {
  return tf.tidy(() => {
    const loss = createLoss(config, { similarityRange: [-0.2, 1] });
    const run = tf.valueAndGrad((x) => loss.compute(listBatch(x as tf.Tensor2D, tf.tensor2d([gallery]))));
    const { value, grad } = run(tf.tensor2d([query]));
    const result = { value: value.dataSync()[0], gradient: Array.from(grad.dataSync()) };
    loss.dispose?.();
    return result;
  });
}

describe('contextual similarity distillation', () => {
  test.each([
    [1, 0.01, 1.27281485],
    [0.1, 0.1, 0.55203541],
    [1, 0.1, 0.79898727],
  ])('temperatures %d and %d give the published value', (queryTemperature, galleryTemperature, value) => {
    const result = ofLists(
      { kind: 'contextualSimilarityDistillation', queryTemperature, galleryTemperature },
      s,
      t,
    );
    expect(result.value).toBeCloseTo(value, 5);
  });

  test('equals its slow twin and its finite differences', () => {
    const [query, gallery] = [list(12, 1), list(12, 2, { sorted: true })];
    const result = ofLists(
      { kind: 'contextualSimilarityDistillation', queryTemperature: 0.2 },
      query,
      gallery,
    );
    const slow = (x: number[]): number => slowSoftmaxDivergence(x, gallery, 0.2, 0.1);
    expect(result.value).toBeCloseTo(slow(query), 5);
    expectClose(result.gradient, slowGradient(slow, query), 1e-4);
  });

  test('an equal shift of all query similarities changes nothing', () => {
    const shifted = s.map((x) => x + 0.2);
    const value = (x: number[]): number =>
      softmaxDivergence(tf.tensor2d([x]), tf.tensor2d([t]), 0.1, 0.1).dataSync()[0];
    expect(value(shifted)).toBeCloseTo(value(s), 5);
  });

  test('puts the anchor itself in front of the list', () => {
    const query = unitRows(3, 8, 1);
    const gallery = unitRows(3, 8, 2);
    const loss = createLoss({ kind: 'contextualSimilarityDistillation', anchorFirst: true });
    const value = tf.tidy(() => loss.compute(createLossBatch({ query, gallery })).dataSync()[0]);
    const [q, g] = [query.arraySync(), gallery.arraySync()];
    const dot = (a: number[], b: number[]): number => a.reduce((sum, x, n) => sum + x * b[n], 0);
    const slow = q.map((row, b) => {
      const order = [0, 1, 2].sort((i, j) => dot(g[b], g[j]) - dot(g[b], g[i]));
      const queries = [dot(row, g[b]), ...order.map((n) => dot(row, g[n]))];
      return slowSoftmaxDivergence(queries, [1, ...order.map((n) => dot(g[b], g[n]))], 0.1, 0.1);
    });
    expect(value).toBeCloseTo((slow[0] + slow[1] + slow[2]) / 3, 5);
  });
});

describe('soft ranks', () => {
  test.each([
    [0.01, [1.993307, 1.006693, 3.993307, 3.006693]],
    [0.1, [1.745743, 1.454279, 3.545721, 3.254257]],
  ])('temperature %d gives the published ranks', (temperature, ranks) => {
    expectClose(softRanks(tf.tensor2d([s]), temperature).dataSync(), ranks, 1e-5);
  });

  test.each(['squared', 'huber'] as const)(
    'rank matching (%s) equals its slow twin and its finite differences',
    (error) => {
      const query = list(7, 3);
      const slow = (x: number[]): number =>
        slowSoftRanks(x, 0.1)
          .map((rank, i) => (rank - (i + 1)) / 7)
          .map((gap) =>
            error === 'squared' ? gap ** 2 : Math.abs(gap) < 0.1 ? gap ** 2 / 0.2 : Math.abs(gap) - 0.05,
          )
          .reduce((a, b) => a + b, 0) / 7;
      const result = ofLists({ kind: 'rankMatching', error }, query, list(7, 4, { sorted: true }));
      expect(result.value).toBeCloseTo(slow(query), 5);
      expectClose(result.gradient, slowGradient(slow, query), 2e-5);
    },
  );
});

describe('isotonic similarity preservation', () => {
  test('gives the published stress', () => {
    // The published stress is relative to the squared length of s and summed; this one is a mean.
    const squares = s.reduce((sum, x) => sum + x * x, 0);
    expect((isotonicStress(tf.tensor2d([s])).dataSync()[0] * 4) / squares).toBeCloseTo(0.00176678, 6);
  });

  test('equals its slow twin and its finite differences, and is zero when the order is kept', () => {
    const query = list(9, 5);
    const slow = (x: number[]): number =>
      slowIsotonic(x).reduce((sum, y, k) => sum + (x[k] - y) ** 2, 0) / x.length;
    const result = ofLists({ kind: 'isotonicSimilarityPreservation' }, query, list(9, 6, { sorted: true }));
    expect(result.value).toBeCloseTo(slow(query), 6);
    expectClose(result.gradient, slowGradient(slow, query), 1e-5);
    expect(isotonicStress(tf.tensor2d([list(9, 7, { sorted: true })])).dataSync()[0]).toBeCloseTo(0, 12);
  });
});

describe('feature regression', () => {
  test('the three forms follow from the cosine', () => {
    const [query, gallery] = [unitRows(5, 6, 1), unitRows(5, 6, 2)];
    const [q, g] = [query.arraySync(), gallery.arraySync()];
    const cosines = q.map((row, b) => row.reduce((sum, x, d) => sum + x * g[b][d], 0));
    const mean = (f: (cosine: number) => number): number => cosines.map(f).reduce((a, b) => a + b, 0) / 5;
    const value = (form: 'cosine' | 'squared' | 'distance'): number =>
      tf.tidy(
        () =>
          createLoss({ kind: 'featureRegression', form })
            .compute(createLossBatch({ query, gallery }))
            .dataSync()[0],
      );
    expect(value('cosine')).toBeCloseTo(
      mean((c) => 1 - c),
      5,
    );
    expect(value('squared')).toBeCloseTo(
      mean((c) => 2 - 2 * c),
      5,
    );
    expect(value('distance')).toBeCloseTo(
      mean((c) => Math.sqrt(2 - 2 * c)),
      5,
    );
  });
});

describe('the listwise monotonic mapping', () => {
  const [query, gallery] = [list(10, 5), list(10, 6, { sorted: true })];
  const config = {
    kind: 'monotonicSimilarityPreservation',
    mapping: { family: 'power', startExponent: 3 },
    error: 'softmax',
    queryTemperature: 0.2,
    mappedTemperature: 0.3,
  } as const satisfies LossConfig;
  const mapped = (x: number[]): number[] => x.map((v) => Math.sign(v) * Math.abs(v) ** 3);

  test('is the divergence between softmax distributions of mapped and query similarities', () => {
    const slow = (x: number[]): number => slowSoftmaxDivergence(x, mapped(gallery), 0.2, 0.3);
    const { value, gradient } = ofLists(config, query, gallery);
    expect(value).toBeCloseTo(slow(query), 4);
    expectClose(gradient, slowGradient(slow, query), 1e-3);
  });

  test('costs nothing where the query similarities are the mapped ones, scaled and shifted', () => {
    const follows = mapped(gallery).map((m) => (0.2 / 0.3) * m - 0.1);
    const { value, gradient } = ofLists(config, follows, gallery);
    expect(value).toBeCloseTo(0, 5);
    expectClose(
      gradient,
      gradient.map(() => 0),
      1e-4,
    );
  });

  test('teaches a learnt map too', () => {
    const learnt = { ...config, mapping: { startExponent: 3 }, teaching: 'joint' } as const;
    tf.tidy(() => {
      const loss = createLoss(learnt, { similarityRange: [-0.2, 1] });
      const batch = listBatch(tf.tensor2d([query]), tf.tensor2d([gallery]));
      const { grads } = tf.variableGrads(() => loss.compute(batch), loss.variables);
      const size = Object.values(grads).map((gradient) => tf.max(tf.abs(gradient)).dataSync()[0]);
      expect(size).toHaveLength(1);
      expect(size[0]).toBeGreaterThan(1e-4);
    });
  });
});
