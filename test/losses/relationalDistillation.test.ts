import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { createLoss } from '../../src/losses/createLoss.js';
import { expectTwin, flat, gallery, numbers, ofBatch, query } from './lossValues.js';
import { slowRelational } from './slowBatchLosses.js';

beforeAll(() => selectBackend());

test('relational distillation equals its slow twin and does not see where the query space lies', () => {
  const loss = createLoss({ kind: 'relationalDistillation' });
  const g = gallery().arraySync();
  const slow = flat((q) => slowRelational(q, g, 25, 50));
  expectTwin(ofBatch(loss, query(), gallery()), slow, numbers(query()));
  expect(ofBatch(loss, tf.neg(gallery()), gallery()).value).toBeCloseTo(0, 5);
});
