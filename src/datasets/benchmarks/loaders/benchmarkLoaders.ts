import type { BenchmarkName } from '../names.js';
import type { BenchmarkOptions, BenchmarkParts } from '../types.js';
import { readBirds } from './birds.js';
import { readDistractors } from './distractors.js';
import { readGoogleLandmarks } from './googleLandmarks.js';
import { readInShop } from './inShop.js';
import { readProducts } from './products.js';
import { readRevisited } from './revisited.js';
import { readSfm } from './sfm.js';

/** Reads the lists of each benchmark. */
export const benchmarkLoaders: Record<BenchmarkName, (options: BenchmarkOptions) => Promise<BenchmarkParts>> =
  {
    roxford5k: (options) => readRevisited('roxford5k', options),
    rparis6k: (options) => readRevisited('rparis6k', options),
    revisitop1m: readDistractors,
    'google-landmarks-v2': readGoogleLandmarks,
    sfm120k: readSfm,
    'in-shop': readInShop,
    'stanford-online-products': readProducts,
    'cub-200-2011': readBirds,
  };
