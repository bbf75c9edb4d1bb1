import { expect, test } from 'vitest';
import { RetrievalError } from '../../src/errors.js';
import { bankNeighbours, createLoss } from '../../src/losses/createLoss.js';

test('the longest bank list of a weighted sum is known before training', () => {
  const config = [
    { weight: 1, loss: { kind: 'rankOrderPreservation', neighbours: { from: 'bank', count: 64 } } },
    { weight: 1, loss: { kind: 'contextualSimilarityDistillation' } },
  ] as const;
  expect(bankNeighbours([...config])).toBe(64);
  expect(bankNeighbours({ kind: 'featureRegression' })).toBe(0);
});

test.each([
  [{ kind: 'rankOrderPreservation', temperature: 0 }, /temperature/],
  [{ kind: 'rankOrderPreservation', temprature: 1 }, /temprature/],
  [{ kind: 'rankOrder' }, /rankOrderPreservation/],
])('a wrong configuration %j is refused and named', (config, message) => {
  expect(() => createLoss(config as never)).toThrow(RetrievalError);
  expect(() => createLoss(config as never)).toThrow(message);
});
