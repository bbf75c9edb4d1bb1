import { openPicture, pictureDimensions, type Box } from '../images/decodePicture.js';
import { sharp } from '../images/sharp.js';
import { RetrievalError } from '../errors.js';
import type { PictureVariation, Region } from './pictureAugmentation.js';

/** Painted over an erased rectangle: the mean of the ImageNet training pictures. */
const erasedColour = [124, 116, 104] as const;

/**
 * Decodes a picture file as one training step sees it: upright, the box cut out, a random part squashed to a square,
 * shifted, mirrored and its colours changed.
 *
 * @param size side S of the square in pixels
 * @returns RGB bytes `[S, S, 3]`
 * @throws RetrievalError for a damaged or foreign file, with its name.
 */
export async function augmentedPicture(
  path: string,
  size: number,
  { part, shift, flip, colour, erased }: PictureVariation,
  { box, padding }: { box?: Box; padding: number },
): Promise<Uint8Array> {
  const whole = boxRegion(box) ?? { left: 0, top: 0, ...(await pictureDimensions(path)) };
  const inner = part?.(whole.width, whole.height);
  const region = inner ? { ...inner, left: whole.left + inner.left, top: whole.top + inner.top } : whole;
  try {
    const square = await openPicture(path)
      .autoOrient()
      .extract(region)
      .flatten({ background: 'white' })
      .resize(size, size, { fit: 'fill' })
      .toColourspace('srgb')
      .removeAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer();
    let picture = sharp(square, { raw: { width: size, height: size, channels: 3 } });
    if (flip) picture = picture.flop();
    if (colour) {
      const { brightness, contrast, saturation, hueDegrees } = colour;
      picture = picture
        .modulate({ brightness, saturation, hue: Math.round(hueDegrees) })
        .linear(contrast, 128 * (1 - contrast));
    }
    const varied = await picture.toColourspace('srgb').removeAlpha().raw({ depth: 'uchar' }).toBuffer();
    const shifted = padding > 0 ? shiftSquare(varied, size, shift[0] - padding, shift[1] - padding) : varied;
    if (erased) paint(shifted, size, erased);
    return shifted;
  } catch (cause) {
    throw new RetrievalError({
      what: 'The training picture is damaged',
      where: path,
      found: cause instanceof Error ? cause.message : String(cause),
      fix: 'replace the file, or take it out of the data set',
      cause,
    });
  }
}

function boxRegion(box: Box | undefined): Region | undefined {
  if (!box) return undefined;
  const [left, top, right, bottom] = box.map(Math.round) as [number, number, number, number];
  return { left, top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
}

/** Moves a picture `[S, S, 3]` by whole pixels to the left and up; what comes in from outside is black. */
function shiftSquare(pixels: Uint8Array, size: number, left: number, top: number): Uint8Array {
  const out = new Uint8Array(pixels.length);
  const width = size - Math.abs(left);
  for (let y = Math.max(0, -top); y < Math.min(size, size - top); y++) {
    const from = ((y + top) * size + Math.max(0, left)) * 3;
    out.set(pixels.subarray(from, from + width * 3), (y * size + Math.max(0, -left)) * 3);
  }
  return out;
}

function paint(pixels: Uint8Array, size: number, { left, top, width, height }: Region): void {
  for (let y = top; y < top + height; y++) {
    for (let x = left; x < left + width; x++) pixels.set(erasedColour, (y * size + x) * 3);
  }
}
