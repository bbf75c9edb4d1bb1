import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { classDirections, classificationError, trainClassifier } from '../../src/losses/cosineClassifier.js';
import { unitRows } from '../helpers/tensors.js';
import { clustered, columns, expectTwin, flat, labels, numbers, query } from './lossValues.js';
import { slowClassification } from './slowBatchLosses.js';

beforeAll(() => selectBackend());

test.each([0, 0.15])('classification with the margin %d equals its slow twin', (margin) => {
  const weights = unitRows(3, columns, 9);
  const classes = [0, 2, 1, 1, 0];
  const logits = { scale: 10, margin };
  const run = tf.valueAndGrad((x) =>
    classificationError(
      x as tf.Tensor2D,
      classDirections(tf.mul(weights, 3)),
      tf.tensor1d(classes, 'int32'),
      logits,
    ),
  )(query());
  const actual = { value: run.value.dataSync()[0], gradient: Array.from(run.grad.dataSync()) };
  const slow = flat((q) => slowClassification(q, weights.arraySync(), classes, 10, margin));
  expectTwin(actual, slow, numbers(query()));
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
