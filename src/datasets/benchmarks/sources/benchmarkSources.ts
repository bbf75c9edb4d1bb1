import type { BenchmarkName } from '../names.js';
import { googleLandmarksV2 } from './googleLandmarks.js';
import { cub2002011, inShop, stanfordOnlineProducts } from './objects.js';
import { revisitop1m, roxford5k, rparis6k } from './revisited.js';
import { sfm120k } from './sfm.js';
import type { BenchmarkSource } from './types.js';

export { describeParts, fileKey, selectFiles } from './parts.js';
export type { Archive, BenchmarkSource, Checksum, Part, PictureCount, SourceFile } from './types.js';

/** Owner, terms, addresses and sums of every benchmark. */
export const benchmarkSources: Record<BenchmarkName, BenchmarkSource> = {
  roxford5k,
  rparis6k,
  revisitop1m,
  'google-landmarks-v2': googleLandmarksV2,
  sfm120k,
  'in-shop': inShop,
  'stanford-online-products': stanfordOnlineProducts,
  'cub-200-2011': cub2002011,
};
