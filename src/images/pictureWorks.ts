import { decodePhoto, type Photo, type PhotoOptions } from './decodePhoto.js';
import {
  decodePicture,
  pictureDimensions,
  type DecodeOptions,
  type PictureDimensions,
} from './decodePicture.js';
import { bytesOf, nameOf, type PictureInput } from './pictureInput.js';

/** What the threads that decode pictures do. */
export const pictureWorks = {
  dimensions: async (source: PictureInput): Promise<PictureDimensions> =>
    pictureDimensions(await bytesOf(source), nameOf(source)),

  async photo({ source, ...options }: PhotoOptions & { source: PictureInput }): Promise<Photo> {
    const photo = await decodePhoto(await bytesOf(source), { ...options, name: nameOf(source) });
    return { ...photo, pixels: ownBytes(photo.pixels) };
  },

  square: async ({ source, ...options }: DecodeOptions & { source: PictureInput }): Promise<Uint8Array> =>
    ownBytes(await decodePicture(await bytesOf(source), { ...options, name: nameOf(source) })),
};

/** In memory that can be given away, which the decoder's can't. */
const ownBytes = (pixels: Uint8Array): Uint8Array => new Uint8Array(pixels);
