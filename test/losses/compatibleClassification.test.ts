import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { createLoss } from '../../src/losses/createLoss.js';
import { unitRows } from '../helpers/tensors.js';
import { clustered, columns, labels, ofBatch } from './lossValues.js';

beforeAll(() => selectBackend());

describe('compatible classification', () => {
  test('classes are numbered from their labels, and only the own classifier is trained', async () => {
    const x = clustered();
    const loss = createLoss({ kind: 'compatibleClassification', galleryWeight: 2, ownWeight: 0 });
    await loss.prepare!({ gallery: x, labels });
    expect(loss.variables).toEqual([]);
    const anchors = [0, 1, 2, 3, 4];
    const own = tf.gather(x, tf.tensor1d(anchors, 'int32'));
    const mistaken = tf.gather(x, tf.tensor1d([1, 2, 3, 4, 5], 'int32'));
    expect(ofBatch(loss, own, own, anchors).value).toBeLessThan(
      ofBatch(loss, mistaken, own, anchors).value / 5,
    );
    const alone = createLoss({ kind: 'compatibleClassification', galleryWeight: 0 });
    await alone.prepare!({ gallery: x, labels });
    expect(alone.variables!.map((v) => v.shape)).toEqual([[3, columns]]);
  });

  test('without labels it says how to give them', async () => {
    const loss = createLoss({ kind: 'compatibleClassification' });
    await expect(loss.prepare!({ gallery: clustered() })).rejects.toThrow(
      /needs the labels[\s\S]*trainQueryModel/,
    );
    expect(() => ofBatch(loss, unitRows(2, columns, 1), unitRows(2, columns, 1))).toThrow(/prepare/);
  });
});
