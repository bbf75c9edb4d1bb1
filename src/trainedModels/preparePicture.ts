import { canvasPicture, type CanvasPixels, type Drawable } from '../images/canvasPicture.js';
import { resamplePicture } from '../images/resample.js';
import { centreCrop } from '../training/augment.js';
import type { Preparation } from './preparation.js';

/**
 * Brings a picture of the browser to the square that a query model takes, as the evaluation of its training did with photos:
 * squashed to a square of side `scaled`, of which the middle is cut out.
 *
 * @param picture an ImageData, an ImageBitmap or a canvas. Turn it upright first: `createImageBitmap` does.
 * @returns `[size, size, 3]` in 0..255, RGB, flat
 * @throws RetrievalError for a picture without pixels.
 */
export function preparePicture(
  picture: CanvasPixels | Drawable,
  { scaled, size }: Pick<Preparation, 'scaled' | 'size'>,
): Float32Array {
  const square = resamplePicture(canvasPicture(picture), { width: scaled, height: scaled });
  return Float32Array.from(centreCrop(square, scaled, size));
}
