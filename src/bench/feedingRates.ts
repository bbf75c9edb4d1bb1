import { availableParallelism } from 'node:os';
import { rm } from 'node:fs/promises';
import { temporaryFolder } from '../base/files/temporaryFolder.js';
import { selectBackend } from '../compute/backend/selectBackend.js';
import { augmentPool } from '../training/augmentPool.js';
import { median } from './measure.js';
import { feedingFiles, feedingSource, forEachBatch, photos } from './workloads/feeding.js';

/** What a number of threads prepares. */
export interface FeedingRate {
  /** Of the pictures, in pixels. */
  side: number;
  threads: number;
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
 * How many training pictures a second are prepared from photo files by 1, 2, 4 and so on to as many threads as there are cores,
 * for a consumer that is done with each batch at once. Medians over epochs; the first does not count.
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
      for (const threads of threadCounts()) {
        const rate = await feedingRate(folder, side, threads, signal);
        onRate(rate);
        rates.push(rate);
      }
    }
    return rates;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function threadCounts(): number[] {
  const cores = availableParallelism();
  const counts: number[] = [];
  for (let count = 1; count < cores; count *= 2) counts.push(count);
  return [...counts, cores];
}

async function feedingRate(
  folder: string,
  side: number,
  threads: number,
  signal?: AbortSignal,
): Promise<FeedingRate> {
  const pool = augmentPool(threads);
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
    threads,
    picturesPerSecond: photos / median(seconds),
    callingThreadMilliseconds: median(busy) / photos,
    peakMegabytes: peak / 1e6,
  };
}
