import { describe, expect, test } from 'vitest';
import { decodePhoto } from '../../src/images/decodePhoto.js';
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
