import { expect, test } from 'vitest';
import { decodePicture } from '../../src/images/decodePicture.js';
import { resamplePicture } from '../../src/images/resample.js';
import { sharp } from '../../src/images/sharp.js';

/** Waves, noise and an edge, which overshoots. */
function pattern(width: number, height: number): Uint8Array {
  return Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const [x, y, channel] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width), i % 3];
    const noise = 60 * (((x * 7919 + y * 104729 + channel * 31) % 97) / 97 - 0.5);
    const value = 128 + 90 * Math.sin(x / (5 + channel) + y / 9) + noise + (x > width / 2 ? 60 : -60);
    return Math.min(255, Math.max(0, value));
  });
}

test.each([
  ['reduced a little', 64, 48, 32],
  ['reduced by no whole number', 517, 801, 252],
  ['reduced by boxes first', 1200, 900, 36],
  ['enlarged', 40, 30, 64],
  ['enlarged one way, reduced the other', 50, 300, 108],
])('a picture that is %s has the numbers of decodePicture, to two of 255', async (_, width, height, size) => {
  const data = pattern(width, height);
  const png = await sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
  const expected = await decodePicture(png, { size });
  const found = resamplePicture({ data, width, height }, { width: size, height: size });
  const differences = Array.from(found, (value, i) => Math.abs(value - expected[i]));
  expect(found).toHaveLength(size * size * 3);
  expect(differences.filter((difference) => difference > 2)).toEqual([]);
  expect(differences.reduce((sum, difference) => sum + difference, 0) / found.length).toBeLessThan(0.3);
});

test('a picture of the right size stays as it is', () => {
  const data = pattern(5, 5);
  expect(resamplePicture({ data, width: 5, height: 5 }, { width: 5, height: 5 })).toBe(data);
});
