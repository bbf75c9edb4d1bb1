import { expect, test } from 'vitest';
import { decodePicture } from '../../src/images/decodePicture.js';
import { sharp } from '../../src/images/sharp.js';
import { squashPixels } from '../../src/images/squashPixels.js';

const [width, height] = [31, 17];
const picture = (channels: 3 | 4) =>
  Uint8Array.from({ length: width * height * channels }, (_, i) => (i * i * 7) % 256);

test.each([3, 4] as const)(
  'pixels of %d channels become what decoding their file gives',
  async (channels) => {
    const data = picture(channels);
    const png = await sharp(data, { raw: { width, height, channels } }).png().toBuffer();
    const expected = new Uint8Array(await decodePicture(png, { size: 12 }));
    expect(new Uint8Array(await squashPixels({ data, width, height }, 12))).toEqual(expected);
    const clamped = new Uint8ClampedArray(data);
    expect(new Uint8Array(await squashPixels({ data: clamped, width, height }, 12))).toEqual(expected);
  },
);

test('bytes that do not fill the picture are refused', async () => {
  const data = picture(3).subarray(1);
  await expect(squashPixels({ data, width, height }, 12, 'mine')).rejects.toThrow(/mine[^]*31 x 17/);
});
