import {
  checkBox,
  decodeTo,
  pictureDimensions,
  pictureName,
  wholePixels,
  type Box,
  type PictureDimensions,
} from './decodePicture.js';
import { pictureBytes } from './pictureFormat.js';
import { checkSide, fittedSize, usualLongestSide } from './photoSize.js';

/** How photos are brought to the size that a network takes. */
export interface PhotoSizing {
  /** Larger photos are shrunk until their longest side has so many pixels; default 1024. */
  longestSide?: number;
  /** Squashes to a square of so many pixels instead; for models that were trained so. */
  square?: number;
  /**
   * What `longestSide` speaks of when there is a box: `box` (default) of the part that was cut out; `picture` of the
   * whole photo, so that the part is shrunk by the factor of the whole.
   */
  longestSideOf?: 'box' | 'picture';
}

export interface PhotoOptions extends PhotoSizing {
  /** Part of the upright photo, cut out before it is resized. */
  box?: Box;
  /** How errors call the photo; default the file's path. */
  name?: string;
}

/** A decoded photo: RGB bytes `[height, width, 3]`. */
export interface Photo extends PictureDimensions {
  pixels: Uint8Array;
}

/**
 * Decodes a photo at its aspect ratio: upright as EXIF says, then cut to its box, then shrunk with antialiasing
 * (Lanczos, as the field's scripts do).
 * @throws RetrievalError as `decodePicture` does.
 */
export async function decodePhoto(source: string | Uint8Array, options: PhotoOptions = {}): Promise<Photo> {
  const { box, name = pictureName(source) } = options;
  const bytes = await pictureBytes(source);
  const whole = await pictureDimensions(bytes, name);
  const size = photoSize(whole, { ...options, name });
  return { pixels: await decodeTo(bytes, size, { box, name }), ...size };
}

/**
 * The size that a photo of the given dimensions is decoded to.
 * @throws RetrievalError for sides that are no whole number from 1 to 4096 and for a box outside the photo.
 */
export function photoSize(whole: PictureDimensions, options: PhotoOptions): PictureDimensions {
  const { box, square, longestSide = usualLongestSide, longestSideOf = 'box', name = 'a photo' } = options;
  checkSide(square ?? longestSide, square === undefined ? 'longestSide' : 'square');
  if (box) checkBox(box, whole, name);
  if (square !== undefined) return { width: square, height: square };
  if (!box) return fittedSize(whole, longestSide);
  const { width, height } = wholePixels(box);
  if (longestSideOf === 'box') return fittedSize({ width, height }, longestSide);
  const factor = Math.min(1, longestSide / Math.max(whole.width, whole.height));
  return fittedSize({ width, height }, Math.max(1, Math.round(factor * Math.max(width, height))));
}
