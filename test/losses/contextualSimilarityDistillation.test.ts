import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { createLoss } from '../../src/losses/createLoss.js';
import { createLossBatch } from '../../src/losses/lossBatch.js';
import { softmaxDivergence } from '../../src/losses/contextualSimilarityDistillation.js';
import { expectClose, list, unitRows } from '../helpers/tensors.js';
import { ofList } from './lossValues.js';
import { slowGradient, slowSoftmaxDivergence } from './slowTwins.js';

const t = [1, 0.8, 0.6, 0.5];
const s = [0.7, 0.75, 0.4, 0.45];

beforeAll(() => selectBackend());

describe('contextual similarity distillation', () => {
  test.each([
    [1, 0.01, 1.27281485],
    [0.1, 0.1, 0.55203541],
    [1, 0.1, 0.79898727],
  ])('temperatures %d and %d give the published value', (queryTemperature, galleryTemperature, value) => {
    const result = ofList(
      { kind: 'contextualSimilarityDistillation', queryTemperature, galleryTemperature },
      s,
      t,
    );
    expect(result.value).toBeCloseTo(value, 5);
  });

  test('equals its slow twin and its finite differences', () => {
    const [query, gallery] = [list(12, 1), list(12, 2, { sorted: true })];
    const result = ofList(
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
