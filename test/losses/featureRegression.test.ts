import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { createLoss } from '../../src/losses/createLoss.js';
import { createLossBatch } from '../../src/losses/lossBatch.js';
import { unitRows } from '../helpers/tensors.js';

beforeAll(() => selectBackend());

test('the three forms of feature regression follow from the cosine', () => {
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
