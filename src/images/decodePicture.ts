import { RetrievalError } from '../errors.js';
import { pictureBytes, pictureFormat } from './pictureFormat.js';
import { pixelLimit, pixelLimitVariable } from './pixelLimit.js';
import { sharp } from './sharp.js';

/** Left, top, right, bottom in pixels of the upright picture; right and bottom are the first ones outside. */
export type Box = readonly [number, number, number, number];

export interface DecodeOptions {
  /** Side of the square, in pixels. */
  size: number;
  /** Part of the upright picture to use; default all. Its edges are rounded to whole pixels. */
  box?: Box;
  /** How errors call the picture; default the file's path. */
  name?: string;
  /**
   * Resizes from every pixel. By default a JPEG or WebP that becomes much smaller is read at a fraction of its size, which
   * is faster and coarser.
   */
  everyPixel?: boolean;
}

/**
 * Decodes a picture, turns it upright, cuts out the box and squashes it to a square with antialiasing.
 * Transparent parts become white; grey, 16-bit and CMYK pictures become three 8-bit channels.
 *
 * @param source a file, or its bytes; JPEG, PNG or WebP of at most 50 megapixels, or as `pixelLimit` says.
 * @returns RGB bytes `[size, size, 3]`.
 * @throws RetrievalError for any other format, a damaged picture, one too large, a box outside the picture.
 */
export async function decodePicture(
  source: string | Uint8Array,
  { size, box, name = pictureName(source), everyPixel }: DecodeOptions,
): Promise<Uint8Array> {
  const bytes = await pictureBytes(source);
  await pictureFormat(bytes, name);
  if (box) checkBox(box, await readDimensions(bytes, name), name);
  return decodeTo(bytes, { width: size, height: size }, { box, name, everyPixel });
}

/** Decodes a picture that was checked before, cuts it to the box and brings it to exactly the given size. */
export async function decodeTo(
  source: string | Uint8Array,
  { width, height }: PictureDimensions,
  { box, name, everyPixel = false }: { box?: Box; name: string; everyPixel?: boolean },
): Promise<Uint8Array> {
  try {
    const upright = openPicture(source).autoOrient();
    const part = box ? upright.extract(wholePixels(box)) : upright;
    const { data, info } = await part
      .flatten({ background: 'white' })
      .resize(width, height, { fit: 'fill', fastShrinkOnLoad: !everyPixel })
      .toColourspace('srgb')
      .removeAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return checkChannels(data, info.channels, width * height, name);
  } catch (cause) {
    throw damagedPicture(cause, name);
  }
}

/** Width and height of the upright picture, from its header. */
export interface PictureDimensions {
  width: number;
  height: number;
}

/** Reads the dimensions of a picture without decoding it; throws as `decodePicture` does. */
export async function pictureDimensions(
  source: string | Uint8Array,
  name = pictureName(source),
): Promise<PictureDimensions> {
  await pictureFormat(source, name);
  return readDimensions(source, name);
}

async function readDimensions(source: string | Uint8Array, name: string): Promise<PictureDimensions> {
  try {
    return (await openPicture(source).metadata()).autoOrient;
  } catch (cause) {
    throw damagedPicture(cause, name);
  }
}

/** Opens a picture for decoding; one that is too large or damaged is refused while it is decoded. */
export function openPicture(source: string | Uint8Array): ReturnType<typeof sharp> {
  return sharp(source, { limitInputPixels: pixelLimit(), failOn: 'error' });
}

/** How errors call a picture that was given no name. */
export function pictureName(source: string | Uint8Array): string {
  return typeof source === 'string' ? source : 'a picture in memory';
}

/** A box with its edges on whole pixels, at least one each way. */
export function wholePixels(box: Box): { left: number; top: number; width: number; height: number } {
  const [left, top, right, bottom] = box.map(Math.round) as [number, number, number, number];
  return { left, top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
}

/** Whether a box, with its edges on whole pixels, has its corners in order and none negative; in whatever picture. */
export function isOrdered(box: Box): boolean {
  const [left, top, right, bottom] = box.map(Math.round) as [number, number, number, number];
  return left >= 0 && top >= 0 && right - left >= 1 && bottom - top >= 1 && Number.isFinite(right + bottom);
}

/**
 * The one rule for boxes: their edges count as whole pixels, since owners' boxes have fractions, which may reach over the
 * edge of the picture by less than half a pixel.
 * @throws RetrievalError when the box's corners are out of order or lie outside the picture.
 */
export function checkBox(box: Box, { width, height }: PictureDimensions, name: string): void {
  const [, , right, bottom] = box;
  if (isOrdered(box) && Math.round(right) <= width && Math.round(bottom) <= height) return;
  throw new RetrievalError({
    what: 'The box does not lie inside the picture',
    where: name,
    expected: `left < right <= ${width} and top < bottom <= ${height}, none negative, at least a pixel each way`,
    found: `left ${box[0]}, top ${box[1]}, right ${box[2]}, bottom ${box[3]}`,
    fix: 'correct the box, in pixels of the upright picture',
  });
}

function checkChannels(data: Uint8Array, channels: number, pixels: number, name: string): Uint8Array {
  if (data.length === pixels * 3) return data;
  throw new RetrievalError({
    what: 'The picture did not become three channels',
    where: name,
    expected: '3 channels',
    found: String(channels),
    fix: 'convert the picture to RGB',
  });
}

/** What an error of the decoder means. */
export function damagedPicture(cause: unknown, name: string): RetrievalError {
  if (cause instanceof RetrievalError) return cause;
  const message = (cause instanceof Error ? cause.message : String(cause)).replaceAll('\n', ' ').trim();
  const tooLarge = message.includes('pixel limit');
  return new RetrievalError({
    what: tooLarge ? 'The picture is too large' : 'The picture is damaged',
    where: name,
    expected: tooLarge ? `at most ${pixelLimit() / 1e6} megapixels` : 'a whole picture that can be decoded',
    found: message,
    fix: tooLarge
      ? `make the picture smaller, or raise the limit with --max-megapixels N (${pixelLimitVariable})`
      : 'replace the file, or take it out of the data set',
    cause,
  });
}
