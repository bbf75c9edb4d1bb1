import { threadPool, type PoolSize, type ThreadPool } from '../base/threads/threadPool.js';
import type { Works } from '../base/threads/types.js';
import { loadSharp } from './sharp.js';

/** Threads for works that decode pictures, see `threadPool`. */
export function decodingThreads<W extends Works>(works: W, entry: URL, size?: PoolSize): ThreadPool<W> {
  // A library that a thread loads first is unloaded with it, under the feet of the others.
  loadSharp();
  return threadPool(works, entry, size);
}
