import { RetrievalError } from '../errors.js';
import { sharp } from './sharp.js';

/** A decoded picture. */
export interface Pixels {
  /** Bytes `[height, width, 3]` RGB or `[height, width, 4]` RGBA, such as a canvas gives them. */
  data: Uint8Array | Uint8ClampedArray;
  width: number;
  height: number;
}

/**
 * Squashes decoded pixels to a square as `decodePicture` does with a file; transparent parts become white.
 *
 * @param size side in pixels
 * @param name how errors call the picture
 * @returns RGB bytes `[size, size, 3]`.
 * @throws RetrievalError when there are not 3 or 4 bytes for each pixel.
 */
export async function squashPixels(
  { data, width, height }: Pixels,
  size: number,
  name = 'a picture in memory',
): Promise<Uint8Array> {
  const channels = data.length / (width * height);
  if (channels !== 3 && channels !== 4) {
    throw new RetrievalError({
      what: 'The bytes do not fill the picture',
      where: name,
      expected: `${width} x ${height} pixels of 3 or 4 bytes`,
      found: `${data.length} bytes`,
      fix: 'give RGB or RGBA bytes, row after row, with the width and height that they have',
      kind: 'usage',
    });
  }
  return sharp(data, { raw: { width, height, channels } })
    .flatten({ background: 'white' })
    .resize(size, size, { fit: 'fill' })
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer();
}
