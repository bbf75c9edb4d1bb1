import { describe, expect, test } from 'vitest';
import { photoSize } from '../../src/images/decodePhoto.js';
import { fittedSize, scaledSize } from '../../src/images/photoSize.js';

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
