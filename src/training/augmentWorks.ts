import { augmentedPicture, type AugmentOptions } from './augmentedPicture.js';
import type { PictureVariation } from './pictureAugmentation.js';

/** Pictures that are decoded one after the other. */
export interface AugmentTask {
  pictures: (Pick<AugmentOptions, 'box'> & { path: string; variation: PictureVariation })[];
  size: number;
  padding: number;
}

/** What the threads that decode training pictures do. */
export const augmentWorks = {
  /** @returns RGB bytes `[B, S, S, 3]` */
  async augment({ pictures, size, padding }: AugmentTask): Promise<Uint8Array> {
    const all = new Uint8Array(pictures.length * size * size * 3);
    for (const [place, { path, box, variation }] of pictures.entries()) {
      const pixels = await augmentedPicture(path, size, variation, { padding, box });
      all.set(pixels, place * pixels.length);
    }
    return all;
  },
};
