import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { createLoss } from '../../src/losses/createLoss.js';
import type { LossConfig } from '../../src/losses/registry.js';
import { expectClose, list } from '../helpers/tensors.js';
import { listBatch, ofList } from './lossValues.js';
import { slowGradient, slowSoftmaxDivergence } from './slowTwins.js';
import type { LossBatch, MappedLoss } from '../../src/losses/types.js';
import { checkMonotone } from '../../src/losses/mappings/checkMonotone.js';

beforeAll(() => selectBackend());

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
    const { value, gradient } = ofList(config, query, gallery);
    expect(value).toBeCloseTo(slow(query), 4);
    expectClose(gradient, slowGradient(slow, query), 1e-3);
  });

  test('costs nothing where the query similarities are the mapped ones, scaled and shifted', () => {
    const follows = mapped(gallery).map((m) => (0.2 / 0.3) * m - 0.1);
    const { value, gradient } = ofList(config, follows, gallery);
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

describe('training the map beside the query model', () => {
  // The query similarities are the squares of the gallery's, so the map must move from t^4 to t^2.
  const batch = (): LossBatch => {
    const t = tf.tensor2d([list(40, 1, { low: 0, sorted: true })]);
    return { query: t, gallery: t, lists: () => ({ query: tf.square(t), gallery: t }) };
  };
  const curve = ({ mapping }: MappedLoss): number[] =>
    Array.from(mapping.apply(tf.tensor1d([0.3, 0.5, 0.7, 0.9])).dataSync());

  test('the map stands still at first and then moves towards the query similarities', () => {
    const loss = createLoss(
      { kind: 'monotonicSimilarityPreservation', mapLearningRate: 0.05 },
      { similarityRange: [0, 1] },
    ) as MappedLoss;
    const start = curve(loss);
    const stress = (): number => tf.tidy(() => loss.compute(batch()).dataSync()[0]);
    const before = stress();
    tf.tidy(() => loss.afterStep!(batch(), () => 0.49));
    expect(curve(loss)).toEqual(start);
    for (let step = 0; step < 60; step++) tf.tidy(() => loss.afterStep!(batch(), () => 0.5));
    expect(stress()).toBeLessThan(0.5 * before);
    checkMonotone(loss.mapping);
    loss.dispose!();
  });

  test('only the joint form hands its variables to the trainer', () => {
    const joint = createLoss({ kind: 'monotonicSimilarityPreservation', teaching: 'joint' });
    const alternating = createLoss({ kind: 'monotonicSimilarityPreservation' });
    expect(joint.variables!.length).toBeGreaterThan(0);
    expect(alternating.variables).toBeUndefined();
  });

  test('normalised stress does not fall when all similarities shrink', () => {
    const loss = createLoss({
      kind: 'monotonicSimilarityPreservation',
      normalised: true,
      mapping: { family: 'power', startExponent: 1 },
    });
    const scaled = (factor: number): number => {
      const t = tf.tensor2d([[0.9, 0.5, 0.1]]);
      const s = tf.mul<tf.Tensor2D>(t, factor);
      return loss.compute({ query: s, gallery: s, lists: () => ({ query: s, gallery: t }) }).dataSync()[0];
    };
    expect(scaled(0.1)).toBeGreaterThan(scaled(0.5));
  });
});
