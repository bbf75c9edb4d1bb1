import type { PictureProgress } from '../../images/pixelCache.js';
import { preparationBars } from '../../report/notebook/preparationBars.js';

/** Does work that reports its progress, with a bar for each part of it that takes long. */
export async function withProgress<T>(work: (onProgress: PictureProgress) => Promise<T>): Promise<T> {
  const bars = preparationBars();
  try {
    return await work(bars.update);
  } finally {
    bars.stop();
  }
}
