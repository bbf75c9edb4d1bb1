import { existsSync } from 'node:fs';
import { benchmarkFolder } from '../datasets/benchmarks/folders.js';
import { isBenchmarkName } from '../datasets/benchmarks/names.js';
import { isNamedBenchmark } from '../datasets/benchmarks/namedBenchmark.js';
import { publishedCounts } from '../datasets/benchmarks/publishedCounts.js';
import { findSplit } from '../datasets/findSplit.js';
import { copyBytes } from '../datasets/own/copies.js';
import { openDataset } from '../datasets/openDataset.js';
import type { RunConfig } from '../experiments/runConfig.js';

/** How many pictures a run works on. */
export interface PictureCounts {
  fit: number;
  queries: number;
  gallery: number;
  /** All pictures of the data set, which the gallery model embeds. */
  all: number;
  source: string;
  /** Bytes that copies of pictures will take which lie elsewhere, where the run keeps some. */
  copies?: number;
}

/** Labels with about 20 pictures each that a `validation` split holds out at most. */
const validationPictures = 4000;

/** The pictures of a run's split: counted where the data set is here, published ones otherwise. */
export async function pictureCounts(run: RunConfig): Promise<PictureCounts> {
  const { dataset, split } = run;
  const name = dataset.split(/[+:]/)[0]!;
  if (isNamedBenchmark(dataset) && isBenchmarkName(name) && !existsSync(benchmarkFolder(name))) {
    const { train = 0, ...searched } = publishedCounts(name);
    const { query, gallery } = searched;
    const rest = Object.values(searched).reduce((sum, count) => sum + count, 0);
    const isValidation = split === 'validation';
    return {
      fit: isValidation ? train - validationPictures : train,
      queries: isValidation ? validationPictures : (query ?? rest),
      gallery: isValidation ? validationPictures : (gallery ?? rest),
      all: dataset.includes(':train') ? train : train + rest,
      source: 'published counts; the data set is not here',
    };
  }
  const opened = await openDataset(dataset, undefined, run);
  const { fit, queries, gallery } = findSplit(opened, split);
  const copies = run.pictures ? copyBytes(opened.records) : 0;
  return {
    fit: fit.length,
    queries: queries.length,
    gallery: gallery.length,
    all: opened.records.length,
    source: 'counted',
    ...(copies > 0 && { copies }),
  };
}
