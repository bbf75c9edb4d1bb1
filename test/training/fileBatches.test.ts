import fs, { mkdtempSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { randomSource } from '../../src/base/randomSource.js';
import { threadPool } from '../../src/base/threads/threadPool.js';
import type { AugmentPool } from '../../src/training/augmentPool.js';
import { augmentWorks } from '../../src/training/augmentWorks.js';
import { batchesAhead, fileBatchBytes, fileBatches } from '../../src/training/fileBatches.js';
import {
  pictureAugmentationSchema,
  type PictureAugmentation,
} from '../../src/training/pictureAugmentation.js';
import { greyPicture } from './greyPicture.js';

const folder = mkdtempSync(join(tmpdir(), 'file-batches-'));
const none = pictureAugmentationSchema.parse({});

beforeAll(() => tf.setBackend('cpu'));

const everything = pictureAugmentationSchema.parse({
  randomCrop: {},
  padding: 2,
  flip: true,
  erase: 0.5,
  colour: { brightness: 0.4, contrast: 0.4, saturation: 0.2, hue: 0.1, probability: 0.8 },
});

async function read(augmentation: PictureAugmentation, seed: number, first = 0, pool?: AugmentPool) {
  const files = await Promise.all(
    [0, 1, 2, 3, 4].map(async (n) => ({ path: await greyPicture(folder, `${n}.png`, 50 * n) })),
  );
  const batches: { anchors: number[]; values: number[] }[] = [];
  const source = fileBatches(files, 8, augmentation, pool);
  for await (const { input, anchors } of source.epoch(2, randomSource(seed), first)) {
    expect(input.shape).toEqual([2, 8, 8, 3]);
    batches.push({ anchors: [...anchors], values: [...input.dataSync()] });
    input.dispose();
  }
  return batches;
}

test('an epoch shows every picture at most once, each batch with the pixels of its anchors', async () => {
  const batches = await read(none, 1);
  expect(batches.length).toBe(2);
  for (const { anchors, values } of batches) {
    anchors.forEach((anchor, b) => {
      expect(new Set(values.slice(b * 192, (b + 1) * 192))).toEqual(new Set([50 * anchor]));
    });
  }
  expect(new Set(batches.flatMap(({ anchors }) => anchors)).size).toBe(4);
});

test('the pictures depend on the seed alone', async () => {
  const before = tf.memory().numTensors;
  const first = await read(everything, 7);
  expect(await read(everything, 7)).toEqual(first);
  expect(await read(everything, 8)).not.toEqual(first);
  expect(tf.memory().numTensors).toBe(before);
});

test('threads give the same pixels as the calling thread, and name a damaged picture', async () => {
  // The built library's, as threads run JavaScript.
  const entry = new URL('../../src/dist/training/augmentThread.js', import.meta.url);
  const pool = threadPool(augmentWorks, entry, { threads: 2 });
  try {
    expect(await read(everything, 7, 0, pool)).toEqual(await read(everything, 7));
    const path = join(folder, 'no picture.jpg');
    writeFileSync(path, 'text');
    const batches = fileBatches([{ path }, { path }], 8, none, pool).epoch(2, randomSource(0));
    await expect(batches[Symbol.asyncIterator]().next()).rejects.toThrow(/no picture\.jpg[^]*a text/);
  } finally {
    await pool.close();
  }
});

test('a damaged picture stops the training and is named', async () => {
  const path = join(folder, 'broken.jpg');
  writeFileSync(path, Buffer.from('ffd8ffe000104a46', 'hex'));
  const batches = fileBatches([{ path }, { path }], 8, none).epoch(2, randomSource(0));
  await expect(batches[Symbol.asyncIterator]().next()).rejects.toThrow(/broken\.jpg/);
});

test('an epoch that begins later has the batches that are left', async () => {
  const varied = pictureAugmentationSchema.parse({ padding: 2, flip: true, erase: 0.5 });
  expect(await read(varied, 3, 1)).toEqual((await read(varied, 3)).slice(1));
});

/** Files of which each look at a path is counted: one a decoding. */
async function countedFiles(length: number) {
  const path = await greyPicture(folder, 'counted.png', 90);
  const counted = { looks: 0 };
  const files = Array.from({ length }, () => ({
    get path() {
      counted.looks++;
      return path;
    },
  }));
  return { files, counted };
}

test('for a slow consumer no more is decoded than the batches ahead, all of one size', async () => {
  const { files, counted } = await countedFiles(60);
  const source = fileBatches(files, 8, none);
  let taken = 0;
  for await (const { input } of source.epoch(4, randomSource(1))) {
    taken++;
    await new Promise((done) => setTimeout(done, 60));
    // The one in use and those ahead; the next is begun when one is asked for.
    expect(counted.looks).toBeLessThanOrEqual(4 * (taken + batchesAhead));
    expect(input.shape).toEqual([4, 8, 8, 3]);
    input.dispose();
  }
  expect([taken, counted.looks]).toEqual([15, 60]);
  expect(fileBatchBytes(4, 8)).toBe(4 * 8 * 8 * 3 * 7);
});

test('pictures are read without holding up the thread', async () => {
  const { files } = await countedFiles(8);
  const names = ['readFileSync', 'openSync', 'readSync', 'statSync', 'fstatSync', 'existsSync'] as const;
  const kept = names.map((name) => fs[name]);
  const called: string[] = [];
  await read(none, 1);
  names.forEach((name, n) => {
    const counting = (...words: unknown[]): unknown => {
      called.push(name);
      return (kept[n] as (...given: unknown[]) => unknown)(...words);
    };
    Object.assign(fs, { [name]: counting });
  });
  syncBuiltinESMExports();
  try {
    for await (const { input } of fileBatches(files, 8, none).epoch(4, randomSource(1))) input.dispose();
  } finally {
    names.forEach((name, n) => Object.assign(fs, { [name]: kept[n] }));
    syncBuiltinESMExports();
  }
  expect(called).toEqual([]);
});
