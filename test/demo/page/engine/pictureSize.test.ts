import { describe, expect, test } from 'vitest';
import { sharp } from '../../../../src/images/sharp.js';
import { pictureSize } from '../../../../src/demo/page/engine/pictureSize.js';

const plain = sharp({ create: { width: 301, height: 42, channels: 3, background: 'teal' } });
const noisy = sharp({
  create: { width: 301, height: 42, channels: 3, background: 'teal', noise: { type: 'gaussian', sigma: 30 } },
});

describe('the size of a picture', () => {
  test.each<[string, () => Promise<Buffer>]>([
    ['PNG', () => plain.clone().png().toBuffer()],
    ['JPEG', () => plain.clone().jpeg().toBuffer()],
    [
      'progressive JPEG with EXIF',
      () =>
        plain
          .clone()
          .withExif({ IFD0: { Copyright: 'x' } })
          .jpeg({ progressive: true })
          .toBuffer(),
    ],
    ['WebP', () => noisy.clone().webp().toBuffer()],
    ['lossless WebP', () => plain.clone().webp({ lossless: true }).toBuffer()],
    [
      'extended WebP',
      () =>
        plain
          .clone()
          .withExif({ IFD0: { Copyright: 'x' } })
          .webp()
          .toBuffer(),
    ],
  ])('is read off the header of a %s', async (_, encode) => {
    expect(pictureSize(await encode())).toEqual([301, 42]);
  });

  test('is nothing for other files and for headers that are cut', async () => {
    expect(pictureSize(Buffer.from('GIF89a and more of it, long enough'))).toBeUndefined();
    expect(pictureSize(Buffer.alloc(0))).toBeUndefined();
    for (const encoded of [await plain.clone().jpeg().toBuffer(), await plain.clone().webp().toBuffer()])
      expect(pictureSize(encoded.subarray(0, 20))).toBeUndefined();
  });
});
