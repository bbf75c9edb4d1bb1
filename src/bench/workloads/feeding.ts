import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { randomSource } from '../../base/randomSource.js';
import { sharp } from '../../images/sharp.js';
import { augmentPool, type AugmentPool } from '../../training/augmentPool.js';
import type { BatchSource } from '../../training/batchSource.js';
import { storedToCrop } from '../../training/augment.js';
import { fileBatches } from '../../training/fileBatches.js';
import { pixelBatches } from '../../training/pixelBatches.js';
import { pictureAugmentationSchema } from '../../training/pictureAugmentation.js';
import type { Workload } from '../types.js';

/** Photos of an epoch. */
export const photos = 512;
const [batchSize, width, height] = [64, 320, 240];
const nameOf = (photo: number): string => `photo-${photo}.jpg`;

/** Photos of smooth random colours, as large as training pictures are stored. */
export async function feedingFiles(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const random = randomSource(6, 'photos');
  for (let photo = 0; photo < photos; photo++) {
    const coarse = Uint8Array.from({ length: 16 * 12 * 3 }, () => random.integer(256));
    await sharp(coarse, { raw: { width: 16, height: 12, channels: 3 } })
      .resize(width, height, { fit: 'fill' })
      .jpeg()
      .toFile(join(folder, nameOf(photo)));
  }
}

/** The photos for training, in pixels of one side, varied. */
export function feedingSource(folder: string, side: number, pool: AugmentPool): BatchSource {
  const files = Array.from({ length: photos }, (_, photo) => ({ path: join(folder, nameOf(photo)) }));
  const augmentation = pictureAugmentationSchema.parse({ randomCrop: {}, flip: true });
  return fileBatches(files, side, augmentation, pool);
}

/** As many pictures that memory holds as pixels, as trainings without `pictures` do. */
export function heldSource(side: number): BatchSource {
  const stored = Math.round(side * storedToCrop);
  const pixels = new Uint8Array(photos * stored * stored * 3).map((_, place) => 31 * place);
  return pixelBatches(pixels, stored, side, { flip: true });
}

/** An epoch for a consumer that is done with each batch at once, so that only the loader is timed. */
export async function forEachBatch(source: BatchSource, use: (anchors: Int32Array) => void): Promise<void> {
  for await (const { input, anchors } of source.epoch(batchSize, randomSource(7))) {
    input.dispose();
    use(anchors);
  }
}

/** Threads that decode so many pictures at the same time, as trainings do. */
export function poolOf(atOnce: number): AugmentPool {
  return augmentPool({ threads: Math.ceil(atOnce / 2), worksAtOnce: Math.min(2, atOnce) });
}

/** Arguments: side of the pictures, and how many are decoded at the same time (`all` for as many as trainings do). */
export function feeding(folder: string, [side, atOnce]: string[]): Promise<Workload> {
  const pool = atOnce === 'all' ? augmentPool() : poolOf(Number(atOnce));
  const source = feedingSource(folder, Number(side), pool);
  let sums: number[] = [];
  return Promise.resolve({
    async run() {
      sums = [];
      await forEachBatch(source, (anchors) => sums.push(anchors.reduce((sum, anchor) => sum + anchor, 0)));
    },
    check: () => ({ sums }),
  });
}
