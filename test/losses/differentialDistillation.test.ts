import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { differentialTerms } from '../../src/losses/differentialDistillation.js';
import { list } from '../helpers/tensors.js';
import { expectTwin, ofList } from './lossValues.js';
import { slowDifferential } from './slowBatchLosses.js';

const t = [1, 0.8, 0.6, 0.5];
const s = [0.7, 0.75, 0.4, 0.45];

beforeAll(() => selectBackend());

const [query, gallery] = [list(12, 1), list(12, 2, { sorted: true })];

test('differential distillation equals its slow twin and has the published terms', () => {
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
