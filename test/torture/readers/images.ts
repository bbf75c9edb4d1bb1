import { decodePhoto } from '../../../src/images/decodePhoto.js';
import { decodePicture } from '../../../src/images/decodePicture.js';
import { sharp } from '../../../src/images/sharp.js';
import type { Reader } from './fuzz.js';

/** Readers of pictures. */
export const pictureReaders: Record<string, Reader> = Object.fromEntries(
  (['jpeg', 'png', 'webp'] as const).map((format) => [
    `pictures as ${format}`,
    {
      async samples() {
        const data = Buffer.from(Array.from({ length: 24 * 16 * 3 }, (_, n) => (n * n) % 251));
        const picture = sharp(data, { raw: { width: 24, height: 16, channels: 3 } });
        return { [`picture.${format}`]: await picture.toFormat(format).toBuffer() };
      },
      async read(bytes) {
        await decodePicture(bytes, { size: 8 });
        await decodePhoto(bytes);
      },
    } satisfies Reader,
  ]),
);
