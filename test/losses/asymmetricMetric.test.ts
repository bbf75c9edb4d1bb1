import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { metricForms } from '../../src/losses/asymmetricMetric.js';
import { createLoss } from '../../src/losses/createLoss.js';
import { unitRows } from '../helpers/tensors.js';
import { columns, ofBatch } from './lossValues.js';
import { dot } from './slowBatchLosses.js';

beforeAll(() => selectBackend());

describe('asymmetric metric learning', () => {
  test.each([
    [1, 0.5, 0.125],
    [0, 0.5, 0.02],
    [0, 0.9, 0],
  ])('contrastive: y=%d at distance %d costs %d', (y, distance, cost) => {
    const similarity = 1 - distance ** 2 / 2;
    // The other member of the pair costs nothing: a positive at distance 0, or a negative far away.
    const pair = y === 1 ? [similarity, -1] : [1, similarity];
    expect(metricForms.contrastive(tf.tensor2d([pair]), 0.7).dataSync()[0]).toBeCloseTo(cost, 5);
  });

  test('triplet and multi-similarity are their formulas', () => {
    const [p, n1, n2] = [0.6, 0.5, -0.2];
    const pair = tf.tensor2d([[p, n1, n2]]);
    const d = (x: number): number => 2 - 2 * x;
    const triplet = Math.max(0, d(p) - d(n1) + 0.3) + Math.max(0, d(p) - d(n2) + 0.3);
    expect(metricForms.triplet(pair, 0.3).dataSync()[0]).toBeCloseTo(triplet, 5);
    const multi =
      Math.log(1 + Math.exp(-2 * (p - 0.5))) / 2 +
      Math.log(1 + Math.exp(40 * (n1 - 0.5)) + Math.exp(40 * (n2 - 0.5))) / 40;
    expect(metricForms.multiSimilarity(pair, 0.3).dataSync()[0]).toBeCloseTo(multi, 5);
  });

  test('the own gallery embedding is one more positive in the form contrastivePlus', async () => {
    const x = unitRows(6, columns, 1);
    const value = async (form: 'contrastive' | 'contrastivePlus'): Promise<number> => {
      const loss = createLoss({ kind: 'asymmetricMetric', form });
      await loss.prepare!({ gallery: x, labels: Int32Array.from([0, 0, 1, 1, 2, 2]) });
      // eslint-disable-next-line @typescript-eslint/require-await
      await loss.startEpoch!(1, async () => x.dataSync<'float32'>());
      return ofBatch(
        loss,
        tf.slice(unitRows(6, columns, 3), [0, 0], [2, columns]),
        tf.slice(x, [0, 0], [2, columns]),
        [0, 1],
      ).value;
    };
    const [q, g] = [unitRows(6, columns, 3).arraySync(), x.arraySync()];
    const own = (2 - dot(q[0], g[0]) - dot(q[1], g[1])) / 2;
    expect((await value('contrastivePlus')) - (await value('contrastive'))).toBeCloseTo(own, 5);
  });
});
