import { expect, test } from 'vitest';
import { bankNeighbours, completeLossConfig } from '../../src/losses/lossConfig.js';

test('the longest bank list of a weighted sum is known before training', () => {
  const config = [
    { weight: 1, loss: { kind: 'rankOrderPreservation', neighbours: { from: 'bank', count: 64 } } },
    { weight: 1, loss: { kind: 'contextualSimilarityDistillation' } },
  ] as const;
  expect(bankNeighbours(completeLossConfig([...config]))).toBe(64);
  expect(bankNeighbours(completeLossConfig({ kind: 'featureRegression' }))).toBe(0);
});
