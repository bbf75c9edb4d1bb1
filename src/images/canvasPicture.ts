import { RetrievalError } from '../errors.js';
import type { RgbPicture } from './resample.js';

/** Pixels as a canvas gives them, such as an ImageData: RGBA bytes, row after row. */
export interface CanvasPixels {
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** What a canvas can draw and knows its own size: an ImageBitmap, a canvas, an OffscreenCanvas. */
export interface Drawable {
  readonly width: number;
  readonly height: number;
}

/** The part of a browser's canvas that is used. */
type Canvas = new (
  width: number,
  height: number,
) => {
  getContext(
    kind: '2d',
    options: { willReadFrequently: boolean; colorSpace: 'srgb' },
  ): {
    drawImage(picture: Drawable, x: number, y: number): void;
    getImageData(x: number, y: number, width: number, height: number): CanvasPixels;
  } | null;
};

/**
 * A picture of the browser in RGB; transparent parts become white, as in training.
 * @throws RetrievalError for a picture without pixels, and where there is no canvas to draw it on.
 */
export function canvasPicture(picture: CanvasPixels | Drawable): RgbPicture {
  const { data, width, height } = 'data' in picture ? picture : drawn(picture);
  if (width < 1 || height < 1 || data.length !== width * height * 4) {
    throw new RetrievalError({
      what: 'The picture has no pixels, or not as many as it says',
      expected: `${width} x ${height} x 4 bytes, RGBA`,
      found: `${data.length} bytes`,
    });
  }
  const rgb = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const alpha = data[pixel * 4 + 3]!;
    for (let channel = 0; channel < 3; channel++) {
      const value = data[pixel * 4 + channel]!;
      rgb[pixel * 3 + channel] = Math.floor((value * alpha + 255 * (255 - alpha)) / 255);
    }
  }
  return { data: rgb, width, height };
}

function drawn(picture: Drawable): CanvasPixels {
  const { OffscreenCanvas } = globalThis as { OffscreenCanvas?: Canvas };
  const { width, height } = picture;
  const context = OffscreenCanvas && new OffscreenCanvas(width, height).getContext('2d', options);
  if (!context) {
    throw new RetrievalError({
      what: 'The picture cannot be read: there is no canvas to draw it on',
      expected: 'a browser with OffscreenCanvas, or the pixels themselves',
      fix: 'give the ImageData of a canvas instead',
    });
  }
  context.drawImage(picture, 0, 0);
  return context.getImageData(0, 0, width, height);
}

const options = { willReadFrequently: true, colorSpace: 'srgb' } as const;
