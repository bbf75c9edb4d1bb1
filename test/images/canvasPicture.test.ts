import { afterEach, expect, test, vi } from 'vitest';
import { canvasPicture } from '../../src/images/canvasPicture.js';

afterEach(() => vi.unstubAllGlobals());

test('transparent parts become white', () => {
  const data = Uint8ClampedArray.of(10, 20, 30, 255, 10, 20, 30, 0, 0, 0, 0, 128);
  const { data: rgb, ...size } = canvasPicture({ data, width: 3, height: 1 });
  expect(size).toEqual({ width: 3, height: 1 });
  expect([...rgb]).toEqual([10, 20, 30, 255, 255, 255, 127, 127, 127]);
});

test('what can be drawn is drawn on a canvas of its size', () => {
  const bitmap = { width: 2, height: 1 };
  const drawImage = vi.fn();
  class OffscreenCanvas {
    constructor(
      readonly width: number,
      readonly height: number,
    ) {}
    getContext() {
      const { width, height } = this;
      const getImageData = () => ({
        data: new Uint8ClampedArray(width * height * 4).fill(255),
        width,
        height,
      });
      return { drawImage, getImageData };
    }
  }
  vi.stubGlobal('OffscreenCanvas', OffscreenCanvas);
  expect(canvasPicture(bitmap)).toEqual({ data: new Uint8Array(6).fill(255), width: 2, height: 1 });
  expect(drawImage).toHaveBeenCalledWith(bitmap, 0, 0);
});

test('without a canvas it says what to give instead', () => {
  expect(() => canvasPicture({ width: 2, height: 1 })).toThrow(/no canvas[^]*ImageData/);
});

test('pixels that do not fill the picture are refused', () => {
  expect(() => canvasPicture({ data: new Uint8Array(7), width: 2, height: 1 })).toThrow(/2 x 1 x 4 bytes/);
});
