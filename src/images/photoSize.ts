import { RetrievalError } from '../errors.js';
import type { PictureDimensions } from './decodePicture.js';

/** Longest side of the field's photos, in pixels (Radenovic et al. 2018). */
export const usualLongestSide = 1024;

/**
 * The size of a photo whose longest side is brought down to `longestSide`, its aspect ratio kept. Smaller photos keep
 * their size, as in the field; no side falls below one pixel.
 */
export function fittedSize({ width, height }: PictureDimensions, longestSide: number): PictureDimensions {
  return scaledSize({ width, height }, Math.min(1, longestSide / Math.max(width, height)), Math.round);
}

/** The size at one scale of a multi-scale descriptor: whole pixels, rounded down as PyTorch's interpolation does. */
export function scaledSize(
  { width, height }: PictureDimensions,
  scale: number,
  round = Math.floor,
): PictureDimensions {
  // A product that misses a whole number by a rounding error must not lose a pixel.
  const side = (pixels: number) => Math.max(1, round(Number((pixels * scale).toFixed(6))));
  return { width: side(width), height: side(height) };
}

/** @throws RetrievalError unless the side is a whole number of 1 to 4096 pixels. */
export function checkSide(side: number, where: string): void {
  if (Number.isInteger(side) && side >= 1 && side <= 4096) return;
  throw new RetrievalError({
    what: 'The size of the photos is not usable',
    where,
    expected: 'a whole number of pixels from 1 to 4096',
    found: String(side),
    fix: `the field uses ${usualLongestSide}`,
    kind: 'usage',
  });
}
