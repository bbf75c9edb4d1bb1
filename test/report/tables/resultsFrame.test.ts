import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { resultsFrame } from '../../../src/report/tables/resultsFrame.js';

const records = [
  { loss: 'a-b', split: 'c', map: 20, tau: null, interval: [19, 21] as const },
  { loss: 'a-b', split: 'c', map: 22, tau: 0.5, interval: [21, 23] as const },
  { loss: 'a', split: 'b-c', map: 40, tau: NaN, interval: [39, 41] as const },
];

describe('a results frame', () => {
  test('gives back its rows, intervals as two columns', async () => {
    const frame = await resultsFrame(records);
    expect(frame.columns).toEqual(['loss', 'split', 'map', 'tau', 'intervalLow', 'intervalHigh']);
    expect(frame.rows()[1]).toEqual({
      loss: 'a-b',
      split: 'c',
      map: 22,
      tau: 0.5,
      intervalLow: 21,
      intervalHigh: 23,
    });
  });

  test('averages groups over present values only and keeps apart groups whose names join alike', async () => {
    const means = (await resultsFrame(records)).groupMeans(['loss', 'split'], ['map', 'tau']);
    expect(means.rows()).toEqual([
      { loss: 'a-b', split: 'c', map: 21, tau: 0.5, runs: 2 },
      { loss: 'a', split: 'b-c', map: 40, tau: null, runs: 1 },
    ]);
  });

  test('sorts numbers and names, missing values last either way', async () => {
    const frame = await resultsFrame(records);
    const maps = (order: 'ascending' | 'descending') =>
      frame
        .sortBy('tau', order)
        .rows()
        .map((row) => row.map);
    expect(maps('ascending')).toEqual([22, 20, 40]);
    expect(maps('descending')).toEqual([22, 20, 40]);
    expect(frame.sortBy('loss').rows()[0].loss).toBe('a');
    expect(frame.sortBy('map', 'descending').rows()[0].map).toBe(40);
  });

  test('keeps the rows that pass a test and leaves the first frame as it was', async () => {
    const frame = await resultsFrame(records);
    expect(frame.where((row) => row.loss === 'a').length).toBe(1);
    expect(frame.rows()).toHaveLength(3);
  });

  test('shares one engine with TensorFlow.js', async () => {
    const { tensorflow } = (await import('danfojs-node')) as unknown as { tensorflow: typeof tf };
    expect(tensorflow.engine()).toBe(tf.engine());
    const { danfo } = await resultsFrame([{ x: 1 }, { x: 2 }]);
    expect((danfo as { tensor: unknown }).tensor).toBeInstanceOf(tf.Tensor);
  });

  test('refuses columns that danfojs needs itself, unknown columns and nothing at all', async () => {
    await expect(resultsFrame([{ shape: 1 }])).rejects.toThrow(/rename the column/);
    await expect(resultsFrame([])).rejects.toThrow(/at least one record/);
    const frame = await resultsFrame(records);
    expect(() => frame.sortBy('mapp')).toThrow(/no such column/);
  });
});
