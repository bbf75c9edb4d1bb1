import { pictureBytes } from '../images/pictureFormat.js';
import { openPicture, pictureDimensions, pictureName, type Box } from '../images/decodePicture.js';
import { sharp } from '../images/sharp.js';
import { RetrievalError } from '../errors.js';
import { partRegion, type PictureVariation, type Region } from './pictureAugmentation.js';

/** Of a picture, beside how it is varied. */
export interface AugmentOptions {
  /** How errors call the picture; default its file's path. */
  name?: string;
  /** Part of the upright picture to use; default all. */
  box?: Box | undefined;
  /** Pixels of the black border. */
  padding: number;
}

/** Painted over an erased rectangle: the mean of the ImageNet training pictures. */
const erasedColour = [124, 116, 104] as const;

/**
 * Decodes a picture as one training step sees it: upright, the box cut out, a random part squashed to a square,
 * shifted, mirrored and its colours changed.
 *
 * @param size side S of the square in pixels
 * @returns RGB bytes `[S, S, 3]`
 * @throws RetrievalError for a damaged or foreign file, with its name.
 */
export async function augmentedPicture(
  source: string | Uint8Array,
  size: number,
  { part, shift, flip, colour, erased }: PictureVariation,
  { name = pictureName(source), box, padding }: AugmentOptions,
): Promise<Uint8Array> {
  const bytes = await pictureBytes(source);
  const whole = boxRegion(box) ?? { left: 0, top: 0, ...(await pictureDimensions(bytes, name)) };
  const inner = part && partRegion(part, whole.width, whole.height);
  const region = inner ? { ...inner, left: whole.left + inner.left, top: whole.top + inner.top } : whole;
  try {
    const square = await openPicture(bytes)
      .autoOrient()
      .extract(region)
      .flatten({ background: 'white' })
      .resize(size, size, { fit: 'fill' })
      .toColourspace('srgb')
      .removeAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer();
    if (flip) mirror(square, size);
    const varied = colour ? await recoloured(square, size, colour) : square;
    const shifted = padding > 0 ? shiftSquare(varied, size, shift[0] - padding, shift[1] - padding) : varied;
    if (erased) paint(shifted, size, erased);
    return shifted;
  } catch (cause) {
    throw new RetrievalError({
      what: 'The training picture is damaged',
      where: name,
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

function recoloured(
  square: Uint8Array,
  size: number,
  { brightness, contrast, saturation, hueDegrees }: NonNullable<PictureVariation['colour']>,
): Promise<Uint8Array> {
  return sharp(square, { raw: { width: size, height: size, channels: 3 } })
    .modulate({ brightness, saturation, hue: Math.round(hueDegrees) })
    .linear(contrast, 128 * (1 - contrast))
    .toColourspace('srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer();
}

/** Turns each row of a picture `[S, S, 3]` round, in place. */
function mirror(pixels: Uint8Array, size: number): void {
  for (let row = 0; row < pixels.length; row += size * 3) {
    for (let left = row, right = row + (size - 1) * 3; left < right; left += 3, right -= 3) {
      for (let channel = 0; channel < 3; channel++) {
        const kept = pixels[left + channel]!;
        pixels[left + channel] = pixels[right + channel]!;
        pixels[right + channel] = kept;
      }
    }
  }
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
