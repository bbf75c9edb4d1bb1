import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { sharp } from '../../src/images/sharp.js';
import { randomSource } from '../../src/base/randomSource.js';
import { fileBatches } from '../../src/training/fileBatches.js';
import {
  drawVariation,
  pictureAugmentationSchema,
  type PictureAugmentation,
} from '../../src/training/pictureAugmentation.js';
import { augmentedPicture } from '../../src/training/augmentedPicture.js';

const folder = mkdtempSync(join(tmpdir(), 'file-batches-'));
const none = pictureAugmentationSchema.parse({});
const still = { shift: [0, 0] as [number, number], flip: false };

/** 40 x 20 pixels: red rises from left to right, green from top to bottom. */
async function ramp(): Promise<string> {
  const pixels = Uint8Array.from({ length: 40 * 20 * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % 40, Math.floor(i / 120)];
    return [6 * x, 12 * y, 0][i % 3];
  });
  const file = join(folder, 'ramp.png');
  writeFileSync(
    file,
    await sharp(pixels, { raw: { width: 40, height: 20, channels: 3 } })
      .png()
      .toBuffer(),
  );
  return file;
}

async function plain(name: string, value: number): Promise<string> {
  const file = join(folder, name);
  const background = { r: value, g: value, b: value };
  writeFileSync(
    file,
    await sharp({ create: { width: 9, height: 7, channels: 3, background } })
      .png()
      .toBuffer(),
  );
  return file;
}

beforeAll(() => tf.setBackend('cpu'));

async function read(augmentation: PictureAugmentation, seed: number) {
  const files = await Promise.all(
    [0, 1, 2, 3, 4].map(async (n) => ({ path: await plain(`${n}.png`, 50 * n) })),
  );
  const batches: { anchors: number[]; values: number[] }[] = [];
  for await (const { input, anchors } of fileBatches(files, 8, augmentation).epoch(2, randomSource(seed))) {
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
  const all = pictureAugmentationSchema.parse({
    randomCrop: {},
    padding: 2,
    flip: true,
    erase: 0.5,
    colour: { brightness: 0.4, contrast: 0.4, saturation: 0.2, hue: 0.1, probability: 0.8 },
  });
  const before = tf.memory().numTensors;
  const first = await read(all, 7);
  expect(await read(all, 7)).toEqual(first);
  expect(await read(all, 8)).not.toEqual(first);
  expect(tf.memory().numTensors).toBe(before);
});

test('a part, a box and a mirror image come from the right place', async () => {
  const path = await ramp();
  const red = (pixels: Uint8Array, x: number) => pixels[x * 3];
  const whole = await augmentedPicture(path, 20, still, { padding: 0 });
  const mirrored = await augmentedPicture(path, 20, { ...still, flip: true }, { padding: 0 });
  expect(red(mirrored, 0)).toBe(red(whole, 19));

  const part = () => ({ left: 10, top: 5, width: 10, height: 10 });
  const cut = await augmentedPicture(path, 10, { ...still, part }, { padding: 0 });
  expect([red(cut, 0), cut[1]]).toEqual([6 * 10, 12 * 5]);
  const inBox = await augmentedPicture(path, 10, { ...still, part }, { padding: 0, box: [20, 2, 40, 20] });
  expect([red(inBox, 0), inBox[1]]).toEqual([6 * 30, 12 * 7]);
});

test('a shift moves black in, and an erased rectangle is painted over', async () => {
  const path = await plain('white.png', 255);
  const shifted = await augmentedPicture(path, 8, { ...still, shift: [0, 4] }, { padding: 2 });
  const at = (x: number, y: number) => shifted[(y * 8 + x) * 3];
  // shift [0, 4] with a border of 2: the square starts 2 pixels left of the picture and 2 below its top.
  expect([at(0, 0), at(1, 5), at(2, 0), at(7, 5), at(7, 6)]).toEqual([0, 0, 255, 255, 0]);

  const erased = { left: 1, top: 2, width: 3, height: 2 };
  const painted = await augmentedPicture(path, 8, { ...still, erased }, { padding: 0 });
  const count = Array.from({ length: 64 }, (_, n) => painted[n * 3]).filter((value) => value === 124).length;
  expect(count).toBe(6);
});

test('drawn parts keep to their area and ratio and stay inside', () => {
  const random = randomSource(3);
  const config = pictureAugmentationSchema.parse({ randomCrop: { area: [0.2, 1] } });
  let smallest = 1;
  for (let n = 0; n < 500; n++) {
    const { left, top, width, height } = drawVariation(config, 32, random).part!(200, 100);
    expect(left >= 0 && top >= 0 && left + width <= 200 && top + height <= 100).toBe(true);
    smallest = Math.min(smallest, (width * height) / 20_000);
    if (width < 200 && height < 100) expect(width / height).toBeGreaterThan(0.7);
  }
  expect(smallest).toBeGreaterThan(0.17);
  expect(smallest).toBeLessThan(0.3);
});

test('a damaged picture stops the training and is named', async () => {
  const path = join(folder, 'broken.jpg');
  writeFileSync(path, Buffer.from('ffd8ffe000104a46', 'hex'));
  const batches = fileBatches([{ path }, { path }], 8, none).epoch(2, randomSource(0));
  await expect(batches[Symbol.asyncIterator]().next()).rejects.toThrow(/broken\.jpg/);
});
