import { expect, test } from 'vitest';
import { RetrievalError } from '../../src/errors.js';
import { createLoss } from '../../src/losses/createLoss.js';

test.each([
  [{ kind: 'rankOrderPreservation', temperature: 0 }, /temperature/],
  [{ kind: 'rankOrderPreservation', temprature: 1 }, /temprature/],
  [{ kind: 'rankOrder' }, /rankOrderPreservation/],
])('a wrong configuration %j is refused and named', (config, message) => {
  expect(() => createLoss(config as never)).toThrow(RetrievalError);
  expect(() => createLoss(config as never)).toThrow(message);
});

const loss = { kind: 'featureRegression' };

test.each([
  [[{ weight: NaN, loss }], /0\.weight/],
  [[{ weight: Infinity, loss }], /0\.weight/],
  [[{ weight: -1, loss }], /0\.weight/],
  [[{ weight: 0, loss }], /a weight above 0/],
  [[], /at least|>=1/],
  [[null], /where: 0: /],
  [[{ weight: 1 }], /0\.loss: it is missing/],
  [[{ loss }], /0\.weight/],
  [null, /the value itself/],
  [undefined, /it is missing/],
  ['featureRegression', /the value itself/],
])('the weights of a sum have to be some: %j', (config, message) => {
  expect(() => createLoss(config as never)).toThrow(RetrievalError);
  expect(() => createLoss(config as never)).toThrow(message);
});

test.each([
  [{ similarityRange: [NaN, 1] }, /range\[0\]/],
  [{ similarityRange: [1, 1] }, /the same similarity[^]*found: 1 to 1/],
  [{ similarityRange: [1, -1] }, /the same similarity/],
  [{ similarityRange: 3 }, /not a list[^]*found: 3/],
])('what a loss is told of the data has to be so: %j', (context, message) => {
  expect(() => createLoss({ kind: 'monotonicSimilarityPreservation' }, context as never)).toThrow(message);
});
