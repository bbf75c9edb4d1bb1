import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { randomSource } from '../../src/base/randomSource.js';
import { pixelBatches } from '../../src/training/pixelBatches.js';

beforeAll(() => tf.setBackend('cpu'));

/** Ten pictures of 6 x 6 pixels; picture n has the value 20 n everywhere. */
const pixels = Uint8Array.from({ length: 10 * 108 }, (_, i) => 20 * Math.floor(i / 108));

test('an epoch shows every picture at most once, each batch with the values of its anchors', async () => {
  const source = pixelBatches(pixels, 6, 4, { brightness: [1, 1] });
  expect(source.size).toBe(10);
  const seen: number[] = [];
  for await (const { input, anchors } of source.epoch(4, randomSource(1))) {
    expect(input.shape).toEqual([4, 4, 4, 3]);
    const means = tf.tidy(() => tf.mean(input, [1, 2, 3]).arraySync() as number[]);
    expect(means).toEqual(Array.from(anchors, (anchor) => 20 * anchor));
    seen.push(...anchors);
    input.dispose();
  }
  expect(seen.length).toBe(8);
  expect(new Set(seen).size).toBe(8);
});

test('the same seed gives the same batches, and stopping early leaves no tensor behind', async () => {
  const read = async (seed: number) => {
    const values: number[][] = [];
    for await (const { input } of pixelBatches(pixels, 6, 4, { flip: true }).epoch(3, randomSource(seed))) {
      values.push([...input.dataSync()]);
      input.dispose();
      if (values.length === 2) break;
    }
    return values;
  };
  const before = tf.memory().numTensors;
  const first = await read(7);
  expect(await read(7)).toEqual(first);
  expect(await read(8)).not.toEqual(first);
  expect(tf.memory().numTensors).toBe(before);
});
