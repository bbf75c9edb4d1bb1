import { threadPool, type ThreadPool } from '../base/threads/threadPool.js';
import { decodingThreads } from './decodingThreads.js';
import { pictureWorks } from './pictureWorks.js';

export type PicturePool = ThreadPool<typeof pictureWorks>;

/** To start threads takes longer than to decode so many. */
const fewPictures = 32;

let shared: PicturePool | undefined;
const onThisThread = threadPool(pictureWorks);

/** The threads of this process that decode pictures, one per core; for a few pictures, the calling thread. */
export function picturePool(pictures: number): PicturePool {
  if (pictures <= fewPictures) return onThisThread;
  shared ??= decodingThreads(pictureWorks, new URL('./pictureThread.js', import.meta.url));
  return shared;
}
