import { availableParallelism } from 'node:os';

/** Pictures in work at the same time: one per core, at least 2, at most Node's 4 worker threads. */
export const pictureWorkers = Math.min(4, Math.max(2, availableParallelism()));

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
