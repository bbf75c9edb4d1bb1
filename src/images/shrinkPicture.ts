import { damagedPicture, openPicture, pictureName, type PictureDimensions } from './decodePicture.js';
import { pictureFormat } from './pictureFormat.js';

export interface ShrinkOptions {
  /** Length that the shorter side gets, in pixels; smaller pictures stay as they are. */
  shortSide: number;
  /** Of the WebP picture, 1 to 100. */
  quality: number;
}

/** A picture that has been encoded anew. */
export interface ShrunkPicture extends PictureDimensions {
  /** A WebP picture. */
  picture: Uint8Array;
}

/**
 * Encodes a picture upright, on white and in its own shape as a small WebP. The same file gives the same bytes under the
 * same version of sharp.
 * @throws RetrievalError as `decodePicture`.
 */
export async function shrinkPicture(
  source: string | Uint8Array,
  { shortSide, quality }: ShrinkOptions,
): Promise<ShrunkPicture> {
  const name = pictureName(source);
  await pictureFormat(source, name);
  try {
    const { data, info } = await openPicture(source)
      .autoOrient()
      .flatten({ background: 'white' })
      .resize(shortSide, shortSide, { fit: 'outside', withoutEnlargement: true, fastShrinkOnLoad: false })
      .toColourspace('srgb')
      .removeAlpha()
      .webp({ quality, effort: 6, smartSubsample: true })
      .toBuffer({ resolveWithObject: true });
    return { picture: data, width: info.width, height: info.height };
  } catch (cause) {
    throw damagedPicture(cause, name);
  }
}
