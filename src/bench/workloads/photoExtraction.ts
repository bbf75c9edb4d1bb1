import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { embedAtScales } from '../../extraction/multiScale.js';
import { embedPhotoChunks } from '../../extraction/photoChunks.js';
import { galleryPhotoModel } from '../../extraction/photoModel.js';
import { decodePhoto } from '../../images/decodePhoto.js';
import { sharp } from '../../images/sharp.js';
import { createGalleryModel } from '../../models/createGalleryModel.js';
import { randomSource } from '../../base/randomSource.js';
import type { Workload } from '../types.js';

const [photos, longestSide] = [16, 512];
const [wide, tall] = [
  [4000, 3000],
  [3000, 4000],
] as const;
const nameOf = (photo: number): string => `photo-${photo}.jpg`;

/** Photos of 12 megapixels, as a camera makes them, of smooth random colours. */
export async function photoFiles(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const random = randomSource(5, 'photos');
  for (let photo = 0; photo < photos; photo++) {
    const [width, height] = photo % 2 ? tall : wide;
    const coarse = Uint8Array.from({ length: 16 * 16 * 3 }, () => random.integer(256));
    await sharp(coarse, { raw: { width: 16, height: 16, channels: 3 } })
      .resize(width, height, { fit: 'fill' })
      .jpeg()
      .toFile(join(folder, nameOf(photo)));
  }
}

/** Vectors of photo files; arguments: `queue`, or `turns` for decoding and embedding one after the other. */
export async function photoExtraction(folder: string, [form]: string[]): Promise<Workload> {
  const model = galleryPhotoModel(await createGalleryModel({ name: 'efficientNetLite2' }));
  const records = Array.from({ length: photos }, (_, photo) => ({
    id: nameOf(photo),
    path: join(folder, nameOf(photo)),
  }));
  let vectors: number[] = [];
  const queue = async (): Promise<void> => {
    vectors = [];
    for await (const chunk of embedPhotoChunks(model, [records], { longestSide, scales: [1] })) {
      vectors.push(...chunk.vectors);
    }
  };
  const turns = async (): Promise<void> => {
    vectors = [];
    for (const { path } of records) {
      const { pixels, width, height } = await decodePhoto(path, { longestSide });
      const input = tf.tensor4d(pixels, [1, height, width, 3], 'int32');
      const output = await embedAtScales(model, input, [1]);
      vectors.push(...output.dataSync());
      tf.dispose([input, output]);
    }
  };
  return {
    run: form === 'queue' ? queue : turns,
    check: () => ({ vectors: vectors.slice(0, 256) }),
    dispose: () => model.dispose(),
  };
}
