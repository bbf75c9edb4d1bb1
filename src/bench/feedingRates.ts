import { availableParallelism } from 'node:os';
import { rm } from 'node:fs/promises';
import { temporaryFolder } from '../base/files/temporaryFolder.js';
import { selectBackend } from '../compute/backend/selectBackend.js';
import { median } from './measure.js';
import type { BatchSource } from '../training/batchSource.js';
import {
  feedingFiles,
  feedingSource,
  forEachBatch,
  heldSource,
  photos,
  poolOf,
} from './workloads/feeding.js';

/** What is prepared with a number of pictures in decoding. */
export interface FeedingRate {
  /** Of the pictures, in pixels. */
  side: number;
  /** Pictures in decoding at the same time; 0 where memory holds them all as pixels. */
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
 * core, and from pixels in memory, for a consumer that is done with each batch at once. Medians over epochs; the first does
 * not count.
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
      const keep = (rate: FeedingRate): void => {
        onRate(rate);
        rates.push(rate);
      };
      for (const atOnce of counts()) {
        const pool = poolOf(atOnce);
        try {
          keep({ side, atOnce, ...(await timed(feedingSource(folder, side, pool), signal)) });
        } finally {
          await pool.close();
        }
      }
      keep({ side, atOnce: 0, ...(await timed(heldSource(side), signal)) });
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

async function timed(
  source: BatchSource,
  signal?: AbortSignal,
): Promise<Omit<FeedingRate, 'side' | 'atOnce'>> {
  const [seconds, busy]: [number[], number[]] = [[], []];
  let peak = 0;
  for (let epoch = 0; epoch <= epochs; epoch++) {
    signal?.throwIfAborted();
    const [start, before] = [performance.now(), performance.eventLoopUtilization()];
    await forEachBatch(source, () => (peak = Math.max(peak, process.memoryUsage.rss())));
    if (epoch === 0) continue;
    seconds.push((performance.now() - start) / 1000);
    busy.push(performance.eventLoopUtilization(before).active);
  }
  return {
    picturesPerSecond: photos / median(seconds),
    callingThreadMilliseconds: median(busy) / photos,
    peakMegabytes: peak / 1e6,
  };
}
