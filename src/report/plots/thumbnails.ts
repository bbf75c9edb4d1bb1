import sharp from 'sharp';
import { RetrievalError } from '../../errors.js';

/** How photos are written: JPEG can be drawn by any program, WebP is smaller and for pages only. */
type PhotoFormat = 'jpeg' | 'webp';

/**
 * Small pictures as data addresses, for `retrievalGrid` and for pages.
 * @param pixels RGB bytes `[N, size, size, 3]`, as a data set's `pixels` gives them.
 * @param size side in pixels.
 * @param photos format of what is no drawing, default `jpeg`.
 * @throws RetrievalError when the bytes are not a whole number of pictures.
 */
export async function thumbnails(
  pixels: Uint8Array,
  size: number,
  photos: PhotoFormat = 'jpeg',
): Promise<string[]> {
  const bytes = size * size * 3;
  if (!Number.isInteger(size) || size < 1 || pixels.length % bytes !== 0) {
    throw new RetrievalError({
      what: 'The pixels do not form whole pictures',
      expected: `a multiple of ${bytes} bytes for a size of ${size}`,
      found: `${pixels.length} bytes`,
    });
  }
  const count = pixels.length / bytes;
  return Promise.all(
    Array.from({ length: count }, (_, n) =>
      dataAddress(pixels.subarray(n * bytes, (n + 1) * bytes), size, photos),
    ),
  );
}

const photoOptions = { jpeg: { quality: 82 }, webp: { quality: 80, effort: 6 } };

/** Drawings are smaller as PNG with few colours: the shorter one is taken. */
async function dataAddress(pixels: Uint8Array, size: number, photos: PhotoFormat): Promise<string> {
  const picture = sharp(pixels, { raw: { width: size, height: size, channels: 3 } });
  const [png, photo] = await Promise.all([
    picture.clone().png({ palette: true, colours: 48, effort: 7 }).toBuffer(),
    picture.clone().toFormat(photos, photoOptions[photos]).toBuffer(),
  ]);
  return png.length <= photo.length
    ? `data:image/png;base64,${png.toString('base64')}`
    : `data:image/${photos};base64,${photo.toString('base64')}`;
}
