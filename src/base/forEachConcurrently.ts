import { availableParallelism } from 'node:os';

/** Threads on which Node decodes and reads; UV_THREADPOOL_SIZE, which has to be set before Node starts, has more of them. */
const poolThreads = Number(process.env.UV_THREADPOOL_SIZE) || 4;

/** Pictures in work at the same time: one per core, at least 2, at most one per thread of Node's. */
export const pictureWorkers = Math.min(poolThreads, Math.max(2, availableParallelism()));

/** Runs `task(0) .. task(count - 1)`, a few at a time; the first failure stops the rest and is thrown. */
export async function forEachConcurrently(
  count: number,
  task: (index: number) => Promise<void>,
  workers = pictureWorkers,
): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) {
      try {
        await task(next++);
      } catch (error) {
        next = count;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, count) }, work));
}
