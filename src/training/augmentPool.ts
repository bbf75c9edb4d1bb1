import { threadPool, type PoolSize, type ThreadPool } from '../base/threads/threadPool.js';
import { loadSharp } from '../images/sharp.js';
import { augmentWorks } from './augmentWorks.js';

export type AugmentPool = ThreadPool<typeof augmentWorks>;

/** Threads that decode training pictures. */
export function augmentPool(size?: PoolSize): AugmentPool {
  // A library that a thread loads first is unloaded with it, under the feet of the others.
  loadSharp();
  return threadPool(augmentWorks, new URL('./augmentThread.js', import.meta.url), size);
}

let shared: AugmentPool | undefined;

/** The threads of this process, which every training uses in turn. */
export function sharedAugmentPool(): AugmentPool {
  shared ??= augmentPool();
  return shared;
}
