import { availableParallelism } from 'node:os';
import { rm } from 'node:fs/promises';
import { temporaryFolder } from '../base/files/temporaryFolder.js';
import { selectBackend } from '../compute/backend/selectBackend.js';
import { median } from './measure.js';
import { feedingFiles, feedingSource, forEachBatch, photos, poolOf } from './workloads/feeding.js';

/** What is prepared with a number of pictures in decoding. */
export interface FeedingRate {
  /** Of the pictures, in pixels. */
  side: number;
  /** Pictures in decoding at the same time. */
  atOnce: number;
  picturesPerSecond: number;
  /** Of the calling thread, which has to train as well. */
  callingThreadMilliseconds: number;
  /** Of the whole process, with all before. */
  peakMegabytes: number;
}

/** Sides of pictures of small networks, and of those that are pretrained. */
const sides = [64, 224];
const epochs = 5;

/**
 * How many training pictures a second are prepared from photo files with 1, 2, 4 and so on in decoding, to two for each
 * core, for a consumer that is done with each batch at once. Medians over epochs; the first does not count.
 */
export async function feedingRates(
  onRate: (rate: FeedingRate) => void = () => undefined,
  signal?: AbortSignal,
): Promise<FeedingRate[]> {
  await selectBackend();
  const folder = temporaryFolder('asymmetric-feeding');
  const rates: FeedingRate[] = [];
  try {
    await feedingFiles(folder);
    for (const side of sides) {
      for (const atOnce of counts()) {
        const rate = await feedingRate(folder, side, atOnce, signal);
        onRate(rate);
        rates.push(rate);
      }
    }
    return rates;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function counts(): number[] {
  const most = 2 * availableParallelism();
  const below: number[] = [];
  for (let count = 1; count < most; count *= 2) below.push(count);
  return [...below, most];
}

async function feedingRate(
  folder: string,
  side: number,
  atOnce: number,
  signal?: AbortSignal,
): Promise<FeedingRate> {
  const pool = poolOf(atOnce);
  const source = feedingSource(folder, side, pool);
  const [seconds, busy]: [number[], number[]] = [[], []];
  let peak = 0;
  try {
    for (let epoch = 0; epoch <= epochs; epoch++) {
      signal?.throwIfAborted();
      const [start, before] = [performance.now(), performance.eventLoopUtilization()];
      await forEachBatch(source, () => (peak = Math.max(peak, process.memoryUsage.rss())));
      if (epoch === 0) continue;
      seconds.push((performance.now() - start) / 1000);
      busy.push(performance.eventLoopUtilization(before).active);
    }
  } finally {
    await pool.close();
  }
  return {
    side,
    atOnce,
    picturesPerSecond: photos / median(seconds),
    callingThreadMilliseconds: median(busy) / photos,
    peakMegabytes: peak / 1e6,
  };
}
