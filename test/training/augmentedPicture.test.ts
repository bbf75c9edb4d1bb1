import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sharp } from '../../src/images/sharp.js';
import { augmentedPicture } from '../../src/training/augmentedPicture.js';
import { greyPicture } from './greyPicture.js';

const folder = mkdtempSync(join(tmpdir(), 'file-batches-'));
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

test('a part, a box and a mirror image come from the right place', async () => {
  const path = await ramp();
  const red = (pixels: Uint8Array, x: number) => pixels[x * 3];
  const whole = await augmentedPicture(path, 20, still, { padding: 0 });
  const mirrored = await augmentedPicture(path, 20, { ...still, flip: true }, { padding: 0 });
  expect(red(mirrored, 0)).toBe(red(whole, 19));

  /** The square of 10 pixels at 10, 5 of a picture of this size. */
  const part = (width: number, height: number) => ({
    share: 100 / (width * height),
    shape: 1,
    x: 10.5 / (width - 9),
    y: 5.5 / (height - 9),
  });
  const cut = await augmentedPicture(path, 10, { ...still, part: part(40, 20) }, { padding: 0 });
  expect([red(cut, 0), cut[1]]).toEqual([6 * 10, 12 * 5]);
  const inBox = await augmentedPicture(
    path,
    10,
    { ...still, part: part(20, 18) },
    { padding: 0, box: [20, 2, 40, 20] },
  );
  expect([red(inBox, 0), inBox[1]]).toEqual([6 * 30, 12 * 7]);
});

test('a shift moves black in, and an erased rectangle is painted over', async () => {
  const path = await greyPicture(folder, 'white.png', 255);
  const shifted = await augmentedPicture(path, 8, { ...still, shift: [0, 4] }, { padding: 2 });
  const at = (x: number, y: number) => shifted[(y * 8 + x) * 3];
  // shift [0, 4] with a border of 2: the square starts 2 pixels left of the picture and 2 below its top.
  expect([at(0, 0), at(1, 5), at(2, 0), at(7, 5), at(7, 6)]).toEqual([0, 0, 255, 255, 0]);

  const erased = { left: 1, top: 2, width: 3, height: 2 };
  const painted = await augmentedPicture(path, 8, { ...still, erased }, { padding: 0 });
  const count = Array.from({ length: 64 }, (_, n) => painted[n * 3]).filter((value) => value === 124).length;
  expect(count).toBe(6);
});
