import { describe, expect, test } from 'vitest';
import { decodePhoto, photoSize } from '../../src/images/decodePhoto.js';
import { fittedSize, scaledSize } from '../../src/images/photoSize.js';
import { sharp } from '../../src/images/sharp.js';
import type { RetrievalError } from '../../src/errors.js';

/** A picture whose red grows from left to right and whose green grows from top to bottom. */
function ramp(width: number, height: number, orientation?: number): Promise<Buffer> {
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      data[3 * (y * width + x)] = Math.round((255 * x) / Math.max(1, width - 1));
      data[3 * (y * width + x) + 1] = Math.round((255 * y) / Math.max(1, height - 1));
    }
  }
  const picture = sharp(data, { raw: { width, height, channels: 3 } });
  return (orientation ? picture.withMetadata({ orientation }) : picture).png().toBuffer();
}

const errorOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: RetrievalError) => error,
  );

describe('sizes', () => {
  test.each([
    [2048, 1536, 1024, 1024, 768],
    [1536, 2048, 1024, 768, 1024],
    [1000, 333, 500, 500, 167],
    [640, 480, 1024, 640, 480],
    [1024, 1, 512, 512, 1],
    [10_000, 3, 1024, 1024, 1],
    [1, 1, 1024, 1, 1],
  ])('%i x %i with longest side %i becomes %i x %i', (width, height, side, expectedWidth, expectedHeight) => {
    expect(fittedSize({ width, height }, side)).toEqual({ width: expectedWidth, height: expectedHeight });
  });

  test('scales round down as PyTorch does and keep a pixel', () => {
    expect(scaledSize({ width: 1024, height: 768 }, Math.SQRT1_2)).toEqual({ width: 724, height: 543 });
    expect(scaledSize({ width: 1024, height: 768 }, Math.SQRT2)).toEqual({ width: 1448, height: 1086 });
    expect(scaledSize({ width: 1024, height: 1 }, 0.5)).toEqual({ width: 512, height: 1 });
    // 0.29 * 100 is 28.999999999999996 in floating point.
    expect(scaledSize({ width: 100, height: 100 }, 0.29)).toEqual({ width: 29, height: 29 });
  });

  test('the longest side speaks of the box, or of the whole picture when asked', () => {
    const whole = { width: 2048, height: 1024 };
    const box = [100, 100, 700, 400] as const;
    expect(photoSize(whole, { longestSide: 512, box })).toEqual({ width: 512, height: 256 });
    const ofPicture = photoSize(whole, { longestSide: 512, box, longestSideOf: 'picture' });
    expect(ofPicture).toEqual({ width: 150, height: 75 });
    expect(photoSize(whole, { square: 64, box })).toEqual({ width: 64, height: 64 });
  });

  test.each([0, 5000, 1.5, NaN])('a longest side of %d is refused', (longestSide) => {
    expect(() => photoSize({ width: 10, height: 10 }, { longestSide })).toThrow(/1 to 4096/);
  });
});

describe('photos', () => {
  test('keep their aspect ratio and their colours', async () => {
    const { pixels, width, height } = await decodePhoto(await ramp(80, 40), { longestSide: 20 });
    expect([width, height, pixels.length]).toEqual([20, 10, 600]);
    const [red, green] = [pixels[3 * 19], pixels[3 * 20 * 9 + 1]];
    expect(red).toBeGreaterThan(240);
    expect(green).toBeGreaterThan(240);
    expect(pixels[0]).toBeLessThan(12);
  });

  test('are turned upright before the size is taken', async () => {
    const { pixels, width, height } = await decodePhoto(await ramp(80, 40, 6), { longestSide: 20 });
    expect([width, height]).toEqual([10, 20]);
    // A quarter to the right: what was on the left is on top.
    expect(pixels[0]).toBeLessThan(20);
    expect(pixels[3 * 10 * 19]).toBeGreaterThan(235);
  });

  test('are cut to the box before they are resized, so that the box keeps its detail', async () => {
    const picture = await ramp(256, 16);
    const { pixels, width, height } = await decodePhoto(picture, { longestSide: 64, box: [192, 0, 256, 16] });
    expect([width, height]).toEqual([64, 16]);
    // Resizing first would have left 16 columns and mixed the neighbours of the box in.
    const reds = Array.from({ length: 64 }, (_, x) => pixels[3 * x]);
    expect(reds).toEqual(Array.from({ length: 64 }, (_, x) => 192 + x));
  });

  test('a box counts in the upright picture', async () => {
    const turned = await ramp(80, 40, 6);
    const { width, height } = await decodePhoto(turned, { box: [0, 0, 40, 20] });
    expect([width, height]).toEqual([40, 20]);
    const error = await errorOf(decodePhoto(turned, { box: [0, 0, 80, 40] }));
    expect(error?.details.expected).toContain('right <= 40');
  });

  test('an owner’s box may reach over the edge by less than half a pixel, not by more', async () => {
    const picture = await ramp(20, 10);
    const { width, height } = await decodePhoto(picture, { box: [0.4, -0.3, 20.4, 10.3] });
    expect([width, height]).toEqual([20, 10]);
    expect((await errorOf(decodePhoto(picture, { box: [0, 0, 21, 10] })))?.message).toContain('box');
  });

  test.each([
    [1, 1],
    [2000, 2],
    [3, 3000],
  ])('of %i x %i are decoded', async (width, height) => {
    const photo = await decodePhoto(await ramp(width, height), { longestSide: 100 });
    expect(photo.pixels.length).toBe(photo.width * photo.height * 3);
    expect(Math.max(photo.width, photo.height)).toBe(Math.min(100, Math.max(width, height)));
    expect(Math.min(photo.width, photo.height)).toBeGreaterThanOrEqual(1);
  });
});
