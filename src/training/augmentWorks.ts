import { augmentedPicture, type AugmentOptions } from './augmentedPicture.js';
import { bytesOf, nameOf, type PictureInput } from '../images/pictureInput.js';
import type { PictureVariation } from './pictureAugmentation.js';

/** Pictures that are decoded one after the other. */
export interface AugmentTask {
  pictures: (Pick<AugmentOptions, 'box'> & { source: PictureInput; variation: PictureVariation })[];
  size: number;
  padding: number;
}

/** What the threads that decode training pictures do. */
export const augmentWorks = {
  /** @returns RGB bytes `[B, S, S, 3]` */
  async augment({ pictures, size, padding }: AugmentTask): Promise<Uint8Array> {
    const all = new Uint8Array(pictures.length * size * size * 3);
    for (const [place, { source, box, variation }] of pictures.entries()) {
      const named = { name: nameOf(source), padding, box };
      const pixels = await augmentedPicture(await bytesOf(source), size, variation, named);
      all.set(pixels, place * pixels.length);
    }
    return all;
  },
};
