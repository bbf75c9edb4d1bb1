import { afterEach, expect, test, vi } from 'vitest';
import { decodePicture } from '../../src/images/decodePicture.js';
import { pixelLimit } from '../../src/images/pixelLimit.js';
import { sharp } from '../../src/images/sharp.js';

afterEach(() => vi.unstubAllEnvs());
const black = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'black' } })
    .jpeg()
    .toBuffer();

test('a picture above the limit is refused, and decoded once the limit is raised', async () => {
  const picture = await black(300, 200);
  vi.stubEnv('ASYMMETRIC_MAX_MEGAPIXELS', '0.05');
  await expect(decodePicture(picture, { size: 4 })).rejects.toThrow(
    /too large[^]*at most 0\.05 megapixels[^]*--max-megapixels/,
  );
  vi.stubEnv('ASYMMETRIC_MAX_MEGAPIXELS', '0.06');
  expect((await decodePicture(picture, { size: 4 })).length).toBe(48);
});

test('the limit is 50 megapixels unless another number is given', () => {
  expect(pixelLimit()).toBe(50e6);
  vi.stubEnv('ASYMMETRIC_MAX_MEGAPIXELS', '64');
  expect(pixelLimit()).toBe(64e6);
  for (const text of ['', 'many', '0', '-1', 'Infinity']) {
    vi.stubEnv('ASYMMETRIC_MAX_MEGAPIXELS', text);
    expect(pixelLimit).toThrow(/ASYMMETRIC_MAX_MEGAPIXELS/);
  }
});
