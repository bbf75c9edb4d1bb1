import type { PoolSize, ThreadPool } from '../base/threads/threadPool.js';
import { decodingThreads } from '../images/decodingThreads.js';
import { augmentWorks } from './augmentWorks.js';

export type AugmentPool = ThreadPool<typeof augmentWorks>;

/** Threads that decode training pictures. */
export function augmentPool(size?: PoolSize): AugmentPool {
  return decodingThreads(augmentWorks, new URL('./augmentThread.js', import.meta.url), size);
}

let shared: AugmentPool | undefined;

/** The threads of this process, which every training uses in turn. */
export function sharedAugmentPool(): AugmentPool {
  shared ??= augmentPool();
  return shared;
}
