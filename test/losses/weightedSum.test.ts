import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { createLoss } from '../../src/losses/createLoss.js';
import { createLossBatch } from '../../src/losses/lossBatch.js';
import { unitRows } from '../helpers/tensors.js';

beforeAll(() => selectBackend());

test('a weighted sum adds the values and the gradients of its parts', () => {
  const [query, gallery] = [unitRows(6, 5, 3), unitRows(6, 5, 4)];
  const batch = createLossBatch({ query, gallery });
  const value = (config: Parameters<typeof createLoss>[0]): number =>
    tf.tidy(() => createLoss(config).compute(batch).dataSync()[0]);
  const [one, two] = [{ kind: 'featureRegression' }, { kind: 'contextualSimilarityDistillation' }] as const;
  const sum = value([
    { weight: 2, loss: one },
    { weight: 0.5, loss: two },
  ]);
  expect(sum).toBeCloseTo(2 * value(one) + 0.5 * value(two), 5);
});
